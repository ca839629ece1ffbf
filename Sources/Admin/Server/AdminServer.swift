package import Listeners
import NIOCore
import NIOHTTP1
import NIOPosix

/// The admin listener: health, metrics and status, apart from the decisions and not on their threads.
package final class AdminServer: Sendable {
    private let socket: ListeningSocket

    /// Where it listens; a port that the system chose is filled in.
    package var address: ListenAddress { socket.address }

    private init(_ socket: ListeningSocket) {
        self.socket = socket
    }

    /// Begins to listen.
    ///
    /// - Throws: ``ListenError``.
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
        // Its pages are for operators alone.
        let access = UnixSocketAccess(mode: 0o660)
        return AdminServer(try await .open(address, bootstrap, on: group, access: access, inherited: inherited))
    }

    /// Stops listening.
    package func stop() async {
        await socket.close()
    }
}
