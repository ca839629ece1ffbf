import NIOCore

/// How a connection's answers leave: past the channel where that is possible, and else through it.
final class Outlet {
    /// Nil where answers must go through the channel.
    private let socket: PlainSocket?
    /// Messages that the channel has not sent yet; nothing goes past them.
    private var queuedWrites = 0

    /// - Parameter socket: nil where answers must be encrypted.
    init(socket: PlainSocket?) {
        self.socket = socket
    }

    /// Whether answers can ever be sent past the channel.
    var hasSocket: Bool { socket != nil }

    /// Whether answers can be sent past the channel now.
    var isDirect: Bool { socket != nil && queuedWrites == 0 }

    /// Whether the client takes its answers, as far as is known.
    func takesAnswers(_ context: ChannelHandlerContext) -> Bool {
        isDirect || context.channel.isWritable
    }

    /// Sends bytes at once as far as that goes, and hands the rest to the channel.
    func send(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard let socket else { return context.writeAndFlush(NIOAny(bytes), promise: nil) }
        var rest = bytes
        if queuedWrites == 0 { rest.moveReaderIndex(forwardBy: socket.send(rest)) }
        guard rest.readableBytes > 0 else { return }
        let promise = context.eventLoop.makePromise(of: Void.self)
        queuedWrites += 1
        promise.futureResult.assumeIsolated().whenComplete { _ in self.queuedWrites -= 1 }
        context.writeAndFlush(NIOAny(rest), promise: promise)
    }
}
