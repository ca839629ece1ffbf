import Glibc
import NIOCore
import NIOEmbedded

/// A client's transport that can be slow, full and broken, and that calls back while it is written to, as SwiftNIO's sockets do.
///
/// It keeps what the client has received: what was sent past the channel and what came through it, in the order of the wire.
final class HostileTransport: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private(set) var received: [UInt8] = []
    /// Whether written bytes stay in the channel.
    var isSlow = false
    /// Makes the next flush fail: this is called, as a socket delivers what is left to read, and then the channel closes.
    var failure: (() -> Void)?
    private(set) var hasFailed = false
    private(set) var hasClosedOutput = false
    /// Whether the channel has asked to read.
    private(set) var wantsRead = false
    private let socket: SocketPair?
    private let channel: EmbeddedChannel
    private let highWaterMark: Int
    private var unsent = 0
    private var promises: [EventLoopPromise<Void>] = []
    private var context: ChannelHandlerContext?

    init(_ channel: EmbeddedChannel, socket: SocketPair?, highWaterMark: Int, received: [UInt8]) {
        self.received = received
        self.channel = channel
        self.socket = socket
        self.highWaterMark = highWaterMark
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard channel.isActive else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        if let promise { promises.append(promise) }
        unsent += Self.unwrapOutboundIn(data).readableBytes
        context.write(data, promise: nil)
        guard unsent > highWaterMark, channel.isWritable else { return }
        channel.isWritable = false
        channel.pipeline.fireChannelWritabilityChanged()
    }

    func flush(context: ChannelHandlerContext) {
        if let failure {
            self.failure = nil
            hasFailed = true
            failure()
            context.close(promise: nil)
        } else if !isSlow, !hasFailed {
            take()
        }
    }

    func read(context: ChannelHandlerContext) {
        wantsRead = true
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output {
            hasClosedOutput = true
            promise?.succeed()
        } else {
            takeDirect()
            context.close(mode: mode, promise: promise)
            endPromises { $0.fail(ChannelError.ioOnClosedChannel) }
        }
    }

    /// Begins a read, if one was asked for.
    func takeRead() -> Bool {
        defer { wantsRead = false }
        return wantsRead
    }

    /// The client takes what was sent past the channel.
    func takeDirect() {
        guard let socket else { return }
        var part = [UInt8](repeating: 0, count: 16384)
        while case let count = recv(socket.client, &part, part.count, 0), count > 0 { received += part[..<count] }
    }

    /// The client takes everything.
    func take() {
        // What is in the channel came after what went past it, and nothing may go past it while it is there.
        takeDirect()
        guard channel.isActive, !hasFailed, let context else { return }
        context.flush()
        while let bytes = try? channel.readOutbound(as: ByteBuffer.self) {
            received += bytes.readableBytesView
            unsent -= bytes.readableBytes
        }
        endPromises { $0.succeed() }
        guard unsent <= highWaterMark / 2, !channel.isWritable, channel.isActive else { return }
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
    }

    private func endPromises(_ end: (EventLoopPromise<Void>) -> Void) {
        let ended = promises
        promises = []
        for promise in ended { end(promise) }
    }
}
