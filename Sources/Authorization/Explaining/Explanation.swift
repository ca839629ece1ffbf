public import JOSE

/// Why a request was allowed or refused: every check in its order, and what would be answered.
///
/// Nothing in it is the token or its signature. Its texts are fit for a terminal: what came from outside is escaped.
public struct Explanation: Sendable {
    public let decision: Decision
    /// The checks up to the one that failed, or all of them.
    public let steps: [CheckObserver.Step]
    /// The header fields that would be sent; whoever knows the dialect may write them in its words.
    public var headers: [AnswerFields.Field]
    /// How long a proxy might keep the answer.
    public let freshness: AnswerFields.Freshness?
    /// The token's `iss`, as far as it was read.
    public let issuer: String?
    /// The token's `kid`, as far as it was read.
    public let keyID: String?
    /// The label of the rule that covered the request.
    public let rule: String?
    public let method: String?
    /// The path as rules saw it.
    public let path: String?

    /// - Parameters:
    ///   - fields: what the decision filled in.
    ///   - steps: what an observer of the decision was shown.
    ///   - description: the decision in words.
    public init(
        _ decision: Decision,
        fields: AnswerFields,
        steps: [CheckObserver.Step],
        _ description: DecisionDescription
    ) {
        self.decision = decision
        self.steps = steps
        issuer = description.issuer
        keyID = description.keyID
        rule = description.rule
        method = description.method
        path = description.path
        headers = fields.fields
        freshness = fields.freshness
    }

    public var isAllowed: Bool { decision == .allow }

    /// The reason against the request; nil for an allow, and where keys would have to be fetched first.
    public var reason: Reason? {
        if case .deny(let reason) = decision { reason } else { nil }
    }

    /// The status of the answer; nil where keys would have to be fetched first.
    public var status: Int? {
        switch decision {
        case .allow: 200
        case .deny(let reason): reason.status
        case .pending, .overloaded: nil
        }
    }

    /// `allow`, `deny`, or `undecided` where keys would have to be fetched first.
    public var answer: String {
        switch decision {
        case .allow: "allow"
        case .deny: "deny"
        case .pending, .overloaded: "undecided"
        }
    }
}
