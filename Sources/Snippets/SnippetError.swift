/// Why no safe configuration can be printed, and what would help.
package struct SnippetError: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
