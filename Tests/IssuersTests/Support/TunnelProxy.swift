import NIOCore
import NIOPosix
import Synchronization

/// A proxy that opens every tunnel to one fixed port, and notes what it was asked for.
final class TunnelProxy: Sendable {
    let port: Int
    private let channel: any Channel
    private let heads: Heads

    /// The text of each request.
    final class Heads: Sendable {
        private let all = Mutex<[String]>([])

        func append(_ head: String) { all.withLock { $0.append(head) } }
        func read() -> [String] { all.withLock { $0 } }
    }

    static func start(to target: Int) async throws -> TunnelProxy {
        let heads = Heads()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(TunnelHandler(target: target, heads: heads))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return TunnelProxy(channel: channel, heads: heads)
    }

    private init(channel: any Channel, heads: Heads) {
        self.channel = channel
        self.heads = heads
        port = channel.localAddress?.port ?? 0
    }

    var requests: [String] { heads.read() }

    func stop() async throws {
        try await channel.close().get()
    }
}

/// One end of a tunnel: reads the CONNECT request, then passes bytes on.
private final class TunnelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let target: Int
    private let heads: TunnelProxy.Heads
    private var head = ""
    private var peer: (any Channel)?

    init(target: Int, heads: TunnelProxy.Heads) {
        self.target = target
        self.heads = heads
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if let peer {
            peer.writeAndFlush(bytes, promise: nil)
            return
        }
        head += String(buffer: bytes)
        guard head.hasSuffix("\r\n\r\n") else { return }
        heads.append(head)
        let near = context.channel
        ClientBootstrap(group: context.eventLoop)
            .channelInitializer { far in
                far.eventLoop.makeCompletedFuture {
                    try far.pipeline.syncOperations.addHandler(RelayHandler(near: near))
                }
            }
            .connect(host: "127.0.0.1", port: target)
            .assumeIsolated()
            .whenSuccess { far in
                self.peer = far
                near.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 Fine\r\n\r\n"), promise: nil)
            }
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer?.close(promise: nil)
    }
}
