/// A record of every check in its order, for `explain` and for log lines.
///
/// Passed along as an optional: on the hot path it is nil, and then nothing is formatted. Values in it come from
/// tokens, so whoever prints them must escape them.
public final class Trace {
    /// One check with what was expected and what was found.
    public struct Step: Sendable, Equatable {
        /// A name for the check, such as `audience`.
        public let check: String
        /// What would have passed.
        public let expected: String
        /// What the token has.
        public let found: String
        /// Whether the check was passed.
        public let passed: Bool
    }

    /// The checks so far, in their order.
    public private(set) var steps: [Step] = []
    /// The token's `iss`, as far as it was read.
    public var issuer: String?
    /// The token's `kid`, as far as it was read.
    public var keyID: String?
    /// The label of the rule that covered the request.
    public var rule: String?
    /// The path as rules saw it.
    public var path: String?
    /// The request's method, where a request was judged.
    public var method: String?

    /// Whether the token's signature is valid, where that is known; nil to verify it.
    package let isSigned: Bool?

    /// An empty record, for one token.
    public init() { isSigned = nil }

    /// An empty record for judging once more what has just been judged: its signature is not verified again.
    package init(isSigned: Bool) { self.isSigned = isSigned }

    /// Records one check.
    package func note(_ check: String, expected: String, found: String, passed: Bool = true) {
        steps.append(Step(check: check, expected: expected, found: found, passed: passed))
    }

    /// Records a failed check and returns its reason, so that a denial stays one expression.
    package func fail(_ check: String, expected: String, found: String) {
        note(check, expected: expected, found: found, passed: false)
    }

    /// The check that failed; nil when none did.
    public var failure: Step? {
        steps.last { !$0.passed }
    }
}
