import NIOCore

/// Slows down accepting while an event loop lags; connections wait in the listen queue.
///
/// A listening channel accepts connections on `read`, so this handler delays reads.
final class AcceptThrottle: ChannelOutboundHandler {
    typealias OutboundIn = Never

    /// The delay between two batches of connections while a loop lags.
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
            // The listener may have stopped accepting in the meantime.
            guard (try? context.channel.syncOptions?.getOption(.autoRead)) == true else { return }
            context.read()
        }
    }
}
