/// An application that responds with the request line and header fields it received.
package struct EchoUpstream: Sendable {
    private let server: LoopbackServer

    /// The port that it listens on.
    package var port: Int { server.port }

    /// Starts an application; with port 0 the system chooses one.
    ///
    /// - Parameters:
    ///   - port: the port to listen on.
    ///   - observe: called with the text of each response.
    /// - Returns: the running application.
    /// - Throws: ``DemoError`` if the port cannot be bound.
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

    /// Stops the application.
    package func stop() async throws {
        try await server.stop()
    }

    private static func text(of request: LoopbackRequest) -> String {
        request.headers.reduce("\(request.method) \(request.target) \(request.version)\n") { text, field in
            text + "\(field.name): \(field.value)\n"
        }
    }
}
