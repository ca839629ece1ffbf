/// A pattern for paths: `*` stands for any bytes within a segment, a trailing `/**` for everything below.
///
/// `/a/**` covers `/a`, `/a/` and all below. A trailing slash matters otherwise. Patterns are compared with the
/// percent-decoded path, so they are written decoded.
public struct PathPattern: Sendable, Equatable {
    /// What the operator wrote.
    public let text: String

    /// Nil unless the text begins with `/`, and `**` is a whole segment of its own.
    public init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        for segment in text.split(separator: "/") where segment.utf8.count > 2 || segment != "**" {
            if segment.contains("**") { return nil }
        }
        self.text = text
    }
}
