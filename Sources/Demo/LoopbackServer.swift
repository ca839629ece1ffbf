internal import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 for demonstrations and tests.
///
/// It is reachable only from this machine, because it authenticates nobody.
package final class LoopbackServer: Sendable {
    /// Creates the response to a request; runs on the server's only thread.
    package typealias Responder = @Sendable (LoopbackRequest) -> LoopbackResponse

    /// The address that every server listens on.
    package static let host = "127.0.0.1"

    /// The port that it listens on.
    package let port: Int
    private let group: MultiThreadedEventLoopGroup

    private init(port: Int, group: MultiThreadedEventLoopGroup) {
        self.port = port
        self.group = group
    }

    /// Starts a server; with port 0 the system chooses one.
    ///
    /// - Parameters:
    ///   - port: the port to listen on.
    ///   - respond: creates each response.
    /// - Returns: the running server.
    /// - Throws: ``DemoError`` if the port cannot be bound.
    package static func start(port: Int, respond: @escaping Responder) async throws -> LoopbackServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let connections = Atomic(0)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = connections.add(1, ordering: .relaxed).newValue
                    let handler = LoopbackHandler(connection: number, respond: respond)
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        do {
            let channel = try await bootstrap.bind(host: host, port: port).get()
            return LoopbackServer(port: channel.localAddress?.port ?? port, group: group)
        } catch {
            try await group.shutdownGracefully()
            let problem =
                (error as? IOError)?.errnoCode == EADDRINUSE
                ? "the address is already in use; stop the process that uses it, or choose another port (postern demo --help)"
                : "\(error)"
            throw DemoError("cannot listen on \(host):\(port): \(problem)")
        }
    }

    /// Closes the listener and every connection.
    package func stop() async throws {
        try await group.shutdownGracefully()
    }
}
