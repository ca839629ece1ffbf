/// Records every check in order, to explain why a token or request was refused.
///
/// Passed as an optional: on the hot path it is nil, and nothing is formatted. The values come from tokens: escape
/// them before printing.
public final class CheckObserver {
    /// One check with its expected and its found value.
    public struct Step: Sendable, Equatable {
        /// A name for the check, such as `audience`.
        public let check: String
        /// What would have passed.
        public let expected: String
        /// What was found.
        public let found: String
        /// Whether the check passed.
        public let passed: Bool
    }

    /// The checks so far, in order.
    public private(set) var steps: [Step] = []

    /// Creates an observer for one decision.
    public init() {}

    /// Records one check.
    package func record(_ check: String, expected: String, found: String, passed: Bool = true) {
        steps.append(Step(check: check, expected: expected, found: found, passed: passed))
    }

    /// The check that failed; nil when none did.
    public var failure: Step? {
        steps.last { !$0.passed }
    }
}
