/// A request to a ``LoopbackServer``, without its body.
package struct LoopbackRequest: Sendable {
    /// The method.
    package let method: String
    /// The request target as sent, including the query.
    package let target: String
    /// The version, such as `HTTP/1.1`.
    package let version: String
    /// The header fields in order, with names as sent.
    package let headers: [(name: String, value: String)]
    /// The length of the body in bytes.
    package let bodyLength: Int
    /// The port that the server listens on.
    package let localPort: Int
    /// The number of the connection, unique within the server.
    package let connection: Int

    /// The target without the query.
    package var path: String {
        String(target.prefix { $0 != "?" })
    }

    /// The values of the header fields with this name, compared case-insensitively.
    package func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}
