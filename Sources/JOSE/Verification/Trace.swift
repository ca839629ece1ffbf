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

    /// The checks so far, in their order; in a record for a log line only those that failed.
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

    /// What the proxy that asked calls the parts of a request.
    package var requestParts = RequestPartNames()

    /// Whether the token's signature is valid, where that is known; nil to verify it.
    package let isSigned: Bool?
    private let keepsPassed: Bool

    /// An empty record, for one token.
    public init() {
        isSigned = nil
        keepsPassed = true
    }

    /// An empty record for a log line about what has just been judged: its signature is not verified again, and no words
    /// are made about checks that were passed.
    package init(isSigned: Bool) {
        self.isSigned = isSigned
        keepsPassed = false
    }

    /// Records one check.
    package func note(
        _ check: String,
        expected: @autoclosure () -> String,
        found: @autoclosure () -> String,
        passed: Bool = true
    ) {
        guard !passed || keepsPassed else { return }
        steps.append(Step(check: check, expected: expected(), found: found(), passed: passed))
    }

    /// Records a failed check.
    package func fail(_ check: String, expected: String, found: String) {
        note(check, expected: expected, found: found, passed: false)
    }

    /// The check that failed; nil when none did.
    public var failure: Step? {
        steps.last { !$0.passed }
    }
}
