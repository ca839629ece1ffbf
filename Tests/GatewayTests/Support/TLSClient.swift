import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A client that speaks TLS with a server of this machine.
struct TLSClient: Sendable {
    private let channel: any Channel
    private let inbox: Inbox

    /// What has come so far.
    private final class Inbox: Sendable {
        private let kept = Mutex("")
        var text: String { kept.withLock { $0 } }
        func add(_ part: String) { kept.withLock { $0 += part } }
    }

    /// Connects, and returns after the handshake.
    ///
    /// - Parameter edit: changes what a careful client would do.
    init(port: Int, _ edit: (inout TLSConfiguration) -> Void = { _ in }) async throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(TestPEM.authority.utf8)))
        edit(&configuration)
        let context = try NIOSSLContext(configuration: configuration)
        let group = MultiThreadedEventLoopGroup.singleton
        let inbox = Inbox()
        let handshake = group.next().makePromise(of: Void.self)
        channel = try await ClientBootstrap(group: group)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(context: context, serverHostname: "postern.example")
                    try channel.pipeline.syncOperations.addHandlers(tls, Reader(inbox: inbox, handshake: handshake))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        self.inbox = inbox
        try await handshake.futureResult.get()
    }

    /// A client with a certificate of its own.
    init(port: Int, certificate: String, key: String) async throws {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        try await self.init(port: port) { configuration in
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(key)
        }
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Tells by TLS that nothing more will be sent.
    func endOutput() async throws {
        try await channel.close(mode: .output)
    }

    /// So many answers without bodies.
    func receive(answers: Int) async throws -> String {
        while channel.isActive {
            let text = inbox.text
            if Answers.statuses(text).count >= answers, text.hasSuffix("\r\n\r\n") { return text }
            try await Task.sleep(for: .milliseconds(2))
        }
        return inbox.text
    }

    /// Everything up to the end.
    func receiveAll() async throws -> String {
        try await channel.closeFuture.get()
        return inbox.text
    }

    /// The name in the server's certificate.
    var serverName: String {
        get async throws {
            let certificate = try await channel.nioSSL_peerCertificate().get()
            return certificate.map { "\($0.description)" } ?? ""
        }
    }

    func close() async {
        try? await channel.close()
    }

    /// Takes what comes, and closes when the server has.
    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let inbox: Inbox
        private let handshake: EventLoopPromise<Void>

        init(inbox: Inbox, handshake: EventLoopPromise<Void>) {
            self.inbox = inbox
            self.handshake = handshake
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            inbox.add(String(buffer: Self.unwrapInboundIn(data)))
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            switch event {
            case TLSUserEvent.handshakeCompleted: handshake.succeed()
            case ChannelEvent.inputClosed: context.close(promise: nil)
            default: break
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            handshake.fail(error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            handshake.fail(ChannelError.eof)
        }
    }
}
