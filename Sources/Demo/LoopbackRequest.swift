/// A request that a ``LoopbackServer`` has read; its body is gone.
package struct LoopbackRequest: Sendable {
    package let method: String
    /// The request target as it was sent, query included.
    package let target: String
    /// Such as `HTTP/1.1`.
    package let version: String
    /// Every header field in order, its name spelt as it was sent.
    package let headers: [(name: String, value: String)]
    /// How many bytes of body came after the head.
    package let bodyLength: Int
    /// The port that the server listens on.
    package let localPort: Int
    /// Tells connections of one server apart; requests on one connection share it.
    package let connection: Int

    /// The target up to its query.
    package var path: String {
        String(target.prefix { $0 != "?" })
    }

    /// The values of the header fields of this name, compared without case.
    package func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}
