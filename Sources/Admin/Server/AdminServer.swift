package import Listeners
import NIOCore
import NIOHTTP1
import NIOPosix

/// The admin listener for health, metrics and status, on other threads than the decision listeners.
package final class AdminServer: Sendable {
    private let socket: ListeningSocket

    /// Its address, with the port that the system chose if it was 0.
    package var address: ListenAddress { socket.address }

    private init(_ socket: ListeningSocket) {
        self.socket = socket
    }

    /// Opens the listener.
    ///
    /// - Parameters:
    ///   - address: the address to listen on.
    ///   - pages: the pages to serve.
    ///   - inherited: sockets that a service manager opened.
    /// - Returns: the server; it accepts connections.
    /// - Throws: ``ListenError`` if the listener cannot start.
    package static func start(
        _ address: ListenAddress,
        pages: AdminPages,
        inherited: InheritedSockets = .none
    ) async throws -> AdminServer {
        let group = MultiThreadedEventLoopGroup.singleton
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(75)))
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(AdminHandler(pages: pages))
                }
            }
        // The pages are only for operators.
        let access = UnixSocketAccess(mode: 0o660)
        return AdminServer(try await .open(address, bootstrap, on: group, access: access, inherited: inherited))
    }

    /// Stops listening.
    package func stop() async {
        await socket.close()
    }
}
