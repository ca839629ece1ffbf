/// A check in words: what would have passed, and what there was.
///
/// Values in it come from tokens, so callers escape them before printing.
package struct CheckDescription: Sendable, Equatable {
    package let expected: String
    package let found: String

    package init(expected: String, found: String) {
        self.expected = expected
        self.found = found
    }
}
