import NIOCore
import NIOPosix
import Synchronization

/// A SOCKS proxy (RFC 1928) that opens every connection to one fixed port, and notes what it was asked for.
final class SOCKSProxy: Sendable {
    /// What it does with a client.
    enum Behaviour: Sendable {
        case connect
        /// Answers that the host cannot be reached.
        case refuse
        /// Closes after the greeting.
        case close
        /// Accepts no client without a password.
        case wantPassword
        /// Says nothing.
        case hang
    }

    let port: Int
    private let channel: any Channel
    private let asked: Targets
    private let clients: Clients

    /// What clients asked for, as `host:port`.
    final class Targets: Sendable {
        private let all = Mutex<[String]>([])

        func append(_ target: String) { all.withLock { $0.append(target) } }
        func read() -> [String] { all.withLock { $0 } }
    }

    /// The near ends of connections.
    private final class Clients: Sendable {
        private let all = Mutex<[any Channel]>([])

        func append(_ channel: any Channel) { all.withLock { $0.append(channel) } }
        func closeAll() { for channel in all.withLock({ $0 }) { channel.close(promise: nil) } }
    }

    static func start(to target: Int, _ behaviour: Behaviour = .connect) async throws -> SOCKSProxy {
        let asked = Targets()
        let clients = Clients()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                clients.append(channel)
                return channel.eventLoop.makeCompletedFuture {
                    let handler = SOCKSHandler(target: target, behaviour: behaviour, asked: asked)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return SOCKSProxy(channel: channel, asked: asked, clients: clients)
    }

    private init(channel: any Channel, asked: Targets, clients: Clients) {
        self.channel = channel
        self.asked = asked
        self.clients = clients
        port = channel.localAddress?.port ?? 0
    }

    var targets: [String] { asked.read() }

    /// Stops listening and cuts every connection.
    func stop() async throws {
        try await channel.close().get()
        clients.closeAll()
    }
}

/// The near end: greeting, request, then bytes that are passed on.
private final class SOCKSHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let target: Int
    private let behaviour: SOCKSProxy.Behaviour
    private let asked: SOCKSProxy.Targets
    private var received = ByteBuffer()
    private var isGreeted = false
    private var peer: (any Channel)?

    init(target: Int, behaviour: SOCKSProxy.Behaviour, asked: SOCKSProxy.Targets) {
        self.target = target
        self.behaviour = behaviour
        self.asked = asked
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if let peer {
            peer.writeAndFlush(bytes, promise: nil)
            return
        }
        guard behaviour != .hang else { return }
        received.writeBuffer(&bytes)
        if !isGreeted {
            guard let head = received.getBytes(at: received.readerIndex, length: 2), head[0] == 5,
                received.readableBytes >= 2 + Int(head[1])
            else { return }
            received.moveReaderIndex(forwardBy: 2 + Int(head[1]))
            isGreeted = true
            if behaviour == .close { return context.close(promise: nil) }
            let method: UInt8 = behaviour == .wantPassword ? 0xFF : 0
            context.channel.writeAndFlush(ByteBuffer(bytes: [5, method]), promise: nil)
        }
        if let address = requested() { open(address, context) }
    }

    /// Reads a CONNECT request; nil while it is not whole.
    private func requested() -> String? {
        guard let head = received.getBytes(at: received.readerIndex, length: 5), head[1] == 1 else { return nil }
        let length =
            switch head[3] {
            case 1: 4
            case 4: 16
            default: Int(head[4]) + 1
            }
        guard let rest = received.getBytes(at: received.readerIndex + 4, length: length + 2) else { return nil }
        received.clear()
        let port = Int(rest[length]) << 8 | Int(rest[length + 1])
        let host =
            switch head[3] {
            case 1: rest[..<4].map(String.init).joined(separator: ".")
            case 4: rest[..<16] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1] ? "::1" : "another"
            default: String(decoding: rest[1..<length], as: UTF8.self)
            }
        return "\(host):\(port)"
    }

    private func open(_ address: String, _ context: ChannelHandlerContext) {
        asked.append(address)
        let near = context.channel
        guard behaviour == .connect else {
            near.writeAndFlush(ByteBuffer(bytes: [5, 4, 0, 1, 0, 0, 0, 0, 0, 0]), promise: nil)
            return
        }
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
                near.writeAndFlush(ByteBuffer(bytes: [5, 0, 0, 1, 127, 0, 0, 1, 0, 0]), promise: nil)
            }
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer?.close(promise: nil)
    }
}
