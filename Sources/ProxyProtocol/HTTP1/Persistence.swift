/// Whether a connection persists after an answer, and how the answer says so (RFC 9112 section 9.3).
package enum Persistence {
    /// It stays open, the default of HTTP/1.1.
    case implied
    /// It stays open, with `Connection: keep-alive` for an HTTP/1.0 client.
    case keepAlive
    /// It is closed, with `Connection: close`.
    case close

    /// The last lines of the answer.
    var ending: StaticString {
        switch self {
        case .implied: "\r\n"
        case .keepAlive: "Connection: keep-alive\r\n\r\n"
        case .close: "Connection: close\r\n\r\n"
        }
    }
}
