/// What becomes of the connection after an answer, and how the answer says so (RFC 9112 section 9.3).
package enum Persistence {
    /// It stays open, as HTTP/1.1 implies.
    case implied
    /// It stays open, which an HTTP/1.0 client must be told.
    case keepAlive
    /// It is closed.
    case close

    /// The last lines of the answer's head.
    var ending: StaticString {
        switch self {
        case .implied: "\r\n"
        case .keepAlive: "Connection: keep-alive\r\n\r\n"
        case .close: "Connection: close\r\n\r\n"
        }
    }
}
