/// What a ``LoopbackServer`` answers with.
package struct LoopbackResponse: Sendable {
    package var status: Int
    /// Beside Content-Length, which follows from the body.
    package var headers: [(name: String, value: String)]
    package var body: String

    package init(status: Int = 200, headers: [(name: String, value: String)] = [], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func text(_ body: String, status: Int = 200) -> LoopbackResponse {
        LoopbackResponse(status: status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: body)
    }

    package static func json(_ body: String) -> LoopbackResponse {
        LoopbackResponse(headers: [("Content-Type", "application/json")], body: body)
    }
}
