import Glibc
import Listeners
import Logging
import NIOCore
import NIOPosix
import NIOSSL

extension DecisionServer {
    /// The maximum number of bytes of one read; each connection has a buffer of this size, and nearly every request fits.
    private static let receiveBuffer = 4096

    /// The bootstrap of the listener at `index`: each connection goes to the worker of its event loop.
    static func bootstrap(
        _ index: Int,
        group: MultiThreadedEventLoopGroup,
        workers: [LoopWorker],
        tls: TLSContexts,
        count: ConnectionCount,
        logger: Logger
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: ListeningSocket.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pause = AcceptBackoffHandler(shouldForwardIOErrorCaught: false) { error in
                        pauseAfter(error, logger)
                    }
                    try channel.pipeline.syncOperations.addHandlers(AcceptThrottle(count), pause)
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: receiveBuffer))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Every event loop of the group has a worker.
                    guard let worker = workers.first(where: { $0.eventLoop === channel.eventLoop })?.onLoop else {
                        throw ChannelError.inappropriateOperationForState
                    }
                    let isEncrypted = worker.isEncrypted(listener: index)
                    if isEncrypted {
                        let handler = NIOSSLServerHandler(context: try tls.context(of: index))
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    let connection = Connection(
                        worker: worker,
                        listener: index,
                        isRefused: !worker.admit(),
                        socket: isEncrypted ? nil : PlainSocket(of: channel)
                    )
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
    }

    /// How long to pause accepting after an error.
    private static func pauseAfter(_ error: IOError, _ logger: Logger) -> TimeAmount? {
        switch error.errnoCode {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
            logger.error("cannot accept connections; raise the open file limit", metadata: ["error": "\(error)"])
            return .seconds(1)
        default:
            // The client closed the connection before it was accepted.
            return nil
        }
    }
}
