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
        // A copy: the buffer of the batch is large and everybody's, and a slow client would hold it for a few bytes.
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: rest.readableBytesView)), promise: promise)
    }

    /// Whether the system has taken everything.
    func isSent(_ context: ChannelHandlerContext) -> Bool {
        let unsent = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        return unsent == 0
    }

    /// Does something when the system has taken everything, or can take no more.
    func whenSent(_ context: ChannelHandlerContext, _ action: @escaping () -> Void) {
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in action() }
        context.writeAndFlush(NIOAny(ByteBuffer()), promise: promise)
    }
}
