/// A pattern for paths: `*` matches any bytes within a segment, `/**` any number of segments.
///
/// `/a/**` matches `/a`, `/a/` and every path below. Otherwise a trailing slash is significant. Patterns are compared with the
/// percent-decoded path, so they are written decoded.
public struct PathPattern: Sendable, Equatable {
    /// What the operator wrote.
    public let text: String

    /// Creates a pattern; nil unless the text begins with `/`, and each `**` is a whole segment.
    public init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        // By bytes, so that combining characters do not hide a star.
        for segment in text.utf8.split(separator: UInt8(ascii: "/")) {
            let stars = zip(segment, segment.dropFirst()).contains { $0 == UInt8(ascii: "*") && $1 == $0 }
            guard !stars || segment.elementsEqual("**".utf8) else { return nil }
        }
        self.text = text
    }
}
