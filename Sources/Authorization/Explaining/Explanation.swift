public import JOSE

/// Why a request was allowed or refused: every check in its order, and what would be answered.
///
/// Nothing in it is the token or its signature. Its texts are fit for a terminal: what came from outside is escaped.
public struct Explanation: Sendable {
    /// One header field that would be sent.
    public struct Header: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public let decision: Decision
    /// The checks up to the one that failed, or all of them.
    public let steps: [CheckObserver.Step]
    public let headers: [Header]
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
    ///   - headers: the lines that the decision wrote.
    ///   - steps: what an observer of the decision was shown.
    ///   - description: the decision in words.
    public init(
        _ decision: Decision,
        headers: [UInt8],
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
        self.headers = headers.split(separator: 0x0A).compactMap { line in
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let value = parts[1].drop { $0 == 0x20 }.prefix { $0 != 0x0D }
            return Header(
                name: String(decoding: parts[0], as: UTF8.self),
                value: String(decoding: value, as: UTF8.self)
            )
        }
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
        case .needsKeys, .overloaded: nil
        }
    }

    /// `allow`, `deny`, or `undecided` where keys would have to be fetched first.
    public var answer: String {
        switch decision {
        case .allow: "allow"
        case .deny: "deny"
        case .needsKeys, .overloaded: "undecided"
        }
    }
}
