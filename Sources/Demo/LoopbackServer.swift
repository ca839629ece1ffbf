internal import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small HTTP/1.1 server on 127.0.0.1 for demonstrations and tests.
///
/// It is reachable from this machine alone, for what runs on it trusts everybody.
package final class LoopbackServer: Sendable {
    /// Runs on the server's one thread.
    package typealias Responder = @Sendable (LoopbackRequest) -> LoopbackResponse

    package static let host = "127.0.0.1"

    package let port: Int
    private let group: MultiThreadedEventLoopGroup

    private init(port: Int, group: MultiThreadedEventLoopGroup) {
        self.port = port
        self.group = group
    }

    /// Listens on the port, or on a free one for 0.
    ///
    /// - Throws: ``DemoError`` when the port cannot be had.
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
