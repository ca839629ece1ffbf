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
        // By bytes: a star is a star whatever combines with it.
        for segment in text.utf8.split(separator: UInt8(ascii: "/")) {
            let stars = zip(segment, segment.dropFirst()).contains { $0 == UInt8(ascii: "*") && $1 == $0 }
            guard !stars || segment.elementsEqual("**".utf8) else { return nil }
        }
        self.text = text
    }
}
