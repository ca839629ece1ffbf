import NIOCore

/// Accepts new connections slowly while a loop is behind with its work; those that wait are in the system's queue.
///
/// A connection is accepted by reading from its listener, so this holds reads back.
final class AcceptThrottle: ChannelOutboundHandler {
    typealias OutboundIn = Never

    /// Between two batches of connections while a loop lags.
    private static let pause = TimeAmount.milliseconds(10)

    private let count: ConnectionCount
    private var isWaiting = false

    init(_ count: ConnectionCount) {
        self.count = count
    }

    func read(context: ChannelHandlerContext) {
        guard count.isLagging(at: .now()) else { return context.read() }
        guard !isWaiting else { return }
        isWaiting = true
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) {
            self.isWaiting = false
            // Meanwhile the listener may have stopped accepting.
            guard (try? context.channel.syncOptions?.getOption(.autoRead)) == true else { return }
            context.read()
        }
    }
}
