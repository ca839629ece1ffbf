/// Keeps every check in its order, for people who ask why a token or request was refused.
///
/// Passed along as an optional: on the hot path it is nil, and then nothing is formatted. Values in it come from
/// tokens, so callers escape them before printing.
public final class CheckObserver {
    /// One check with what was expected and what was found.
    public struct Step: Sendable, Equatable {
        /// A name for the check, such as `audience`.
        public let check: String
        /// What would have passed.
        public let expected: String
        /// What there was.
        public let found: String
        /// Whether the check was passed.
        public let passed: Bool
    }

    /// The checks so far, in their order.
    public private(set) var steps: [Step] = []

    /// An observer that has seen nothing yet, for one decision.
    public init() {}

    /// Keeps one check.
    package func record(_ check: String, expected: String, found: String, passed: Bool = true) {
        steps.append(Step(check: check, expected: expected, found: found, passed: passed))
    }

    /// The check that failed; nil when none did.
    public var failure: Step? {
        steps.last { !$0.passed }
    }
}
