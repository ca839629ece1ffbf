/// A record of every check in its order, for `explain` and for log lines.
///
/// Passed along as an optional: on the hot path it is nil, and then nothing is formatted. Values in it come from
/// tokens, so whoever prints them must escape them.
public final class Trace {
    /// One check with what was expected and what was found.
    public struct Step: Sendable, Equatable {
        public let check: String
        public let expected: String
        public let found: String
        public let passed: Bool
    }

    public private(set) var steps: [Step] = []
    /// The token's `iss`, as far as it was read.
    public var issuer: String?
    /// The token's `kid`, as far as it was read.
    public var keyID: String?
    /// The label of the rule that covered the request.
    public var rule: String?
    /// The path as rules saw it.
    public var path: String?
    public var method: String?

    public init() {}

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
