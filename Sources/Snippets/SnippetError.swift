/// Why no safe configuration can be printed, and what would help.
public struct SnippetError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
