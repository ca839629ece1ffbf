public import JOSE

/// Why a request was allowed or refused: every check in order, and the answer.
///
/// It contains neither the token nor its signature. ``lines(colors:)`` and ``json`` escape values from the request.
public struct Explanation: Sendable {
    /// The decision.
    public let decision: Decision
    /// The checks up to the one that failed, or all of them.
    public let steps: [CheckObserver.Step]
    /// The header fields of the answer; a dialect may add its own.
    public var headers: [AnswerFields.Field]
    /// How long a proxy may cache the answer.
    public let freshness: AnswerFields.Freshness?
    /// The token's `iss`; nil when it was not read.
    public let issuer: String?
    /// The token's `kid`; nil when it was not read.
    public let keyID: String?
    /// The label of the rule that matched the request.
    public let rule: String?
    /// The request's method.
    public let method: String?
    /// The path as rules see it.
    public let path: String?

    /// Creates an explanation of a decision.
    ///
    /// - Parameters:
    ///   - decision: the decision.
    ///   - fields: the answer's header fields.
    ///   - steps: the checks that the observer recorded.
    ///   - description: the described decision.
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

    /// Whether the request is allowed.
    public var isAllowed: Bool { decision == .allow }

    /// The reason of a denial; nil for an allow and for an undecided request.
    public var reason: Reason? {
        if case .deny(let reason) = decision { reason } else { nil }
    }

    /// The HTTP status; nil for an undecided request.
    public var status: Int? {
        switch decision {
        case .allow: 200
        case .deny(let reason): reason.status
        case .pending, .overloaded: nil
        }
    }

    /// `allow`, `deny` or `undecided`.
    public var answer: String {
        switch decision {
        case .allow: "allow"
        case .deny: "deny"
        case .pending, .overloaded: "undecided"
        }
    }
}
