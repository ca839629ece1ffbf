package import Authorization

/// What one HTTP/1.x request head says, as offsets from the head's first byte.
package struct RequestHead {
    package var method = 0..<0
    package var target = RequestTarget.asterisk
    /// Nil when an HTTP/1.0 request names none.
    package var host: Range<Int>?
    package var isVersion10 = false
    /// In order, with values trimmed.
    package var fields: [HeaderField] = []
    /// Whether a message body follows the head.
    package var declaresBody = false
    /// Whether the connection may be used again (RFC 9112 section 9.3).
    package var keepsAlive = false

    package init() {}

    /// Forgets everything but the room for fields.
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
