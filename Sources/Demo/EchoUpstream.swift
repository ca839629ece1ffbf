/// An application that answers with the request line and the headers that reached it.
package struct EchoUpstream: Sendable {
    private let server: LoopbackServer

    package var port: Int { server.port }

    /// Port 0 takes a free one; `observe` sees each request as the text that it is answered with.
    ///
    /// - Throws: ``DemoError`` when the port cannot be had.
    package static func start(
        port: Int,
        observe: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> EchoUpstream {
        let server = try await LoopbackServer.start(port: port) { request in
            let text = Self.text(of: request)
            observe(text)
            return .text(text)
        }
        return EchoUpstream(server: server)
    }

    package func stop() async throws {
        try await server.stop()
    }

    private static func text(of request: LoopbackRequest) -> String {
        request.headers.reduce("\(request.method) \(request.target) \(request.version)\n") { text, field in
            text + "\(field.name): \(field.value)\n"
        }
    }
}
