/// A check described for operators: the expected and the found value.
///
/// The values come from tokens: escape them before printing.
package struct CheckDescription: Sendable, Equatable {
    /// What would have passed.
    package let expected: String
    /// What was found.
    package let found: String

    /// Describes a check.
    package init(expected: String, found: String) {
        self.expected = expected
        self.found = found
    }
}
