import Authorization

/// What one HTTP/1.x request head says, as offsets from the head's first byte.
struct RequestHead {
    var method = 0..<0
    var target = RequestTarget.asterisk
    /// Nil when an HTTP/1.0 request names none.
    var host: Range<Int>?
    var isVersion10 = false
    /// In order, with values trimmed.
    var fields: [HeaderField] = []
    /// Whether a message body follows the head.
    var declaresBody = false
    /// Whether the connection may be used again (RFC 9112 section 9.3).
    var keepsAlive = false

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
