package import Authorization

/// A parsed HTTP/1.x request head; ranges are offsets from its first byte.
package struct RequestHead {
    /// The method.
    package var method = 0..<0
    /// The request target.
    package var target = RequestTarget.asterisk
    /// The host and optional port; nil if an HTTP/1.0 request has none.
    package var host: Range<Int>?
    /// Whether the version is HTTP/1.0.
    package var isVersion10 = false
    /// The header fields in order, with trimmed values.
    package var fields: [HeaderField] = []
    /// Whether a message body follows the head.
    package var declaresBody = false
    /// Whether the connection persists (RFC 9112 section 9.3).
    package var keepsAlive = false

    /// Creates an empty head.
    package init() {}

    /// Resets everything except the capacity for fields.
    mutating func reset() {
        method = 0..<0
        target = .asterisk
        host = nil
        isVersion10 = false
        fields.removeAll(keepingCapacity: true)
        declaresBody = false
        keepsAlive = false
    }
}
