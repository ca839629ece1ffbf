/// A response of a ``LoopbackServer``.
package struct LoopbackResponse: Sendable {
    /// The HTTP status.
    package var status: Int
    /// The header fields without Content-Length.
    package var headers: [(name: String, value: String)]
    /// The body.
    package var body: String

    /// Creates a response.
    package init(status: Int = 200, headers: [(name: String, value: String)] = [], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Creates a plain text response.
    package static func text(_ body: String, status: Int = 200) -> LoopbackResponse {
        LoopbackResponse(status: status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: body)
    }

    /// Creates a JSON response.
    package static func json(_ body: String) -> LoopbackResponse {
        LoopbackResponse(headers: [("Content-Type", "application/json")], body: body)
    }
}
