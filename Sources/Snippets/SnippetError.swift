/// Why no safe configuration can be printed, and how to fix that.
package struct SnippetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence for the operator.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
