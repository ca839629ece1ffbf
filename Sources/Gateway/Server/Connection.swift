import Authorization
import NIOCore
import NIOSSL
import NIOTLS
import ProxyProtocol
import Telemetry

/// One connection of a proxy: reads requests, has its loop's ``Worker`` answer them, and writes once a read cycle.
///
/// Used on its loop only. What it does when is in extensions; the legal moves between phases are:
/// `handshaking` → `open`; `open` → `parked` → `open`; `open` → `closing` → `lingering` or `closed`; anything → `closed`.
final class Connection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum Phase: Equatable {
        /// TLS is being agreed on; the client has asked nothing yet.
        case handshaking
        /// Requests are read and answered.
        case open
        /// The first unanswered request waits for an issuer's keys; nothing is read.
        case parked(Need)
        /// The last answer is in the outbound buffer or on its way.
        case closing
        /// The last answer has been sent; what the client still sends is thrown away for a while.
        case lingering
        case closed
    }

    /// How much is kept of what comes while nothing is read, or while what came before waits for the worker.
    ///
    /// So much comes only when the client has ended its side: the transport then delivers everything at once.
    static let mostHeldBytes = 262_144
    /// How much is thrown away after the last answer.
    static let mostDiscardedBytes = 4_194_304
    /// Answers are sent when there are this many bytes of them, even if more requests are at hand.
    ///
    /// No more than a channel's high water mark: a client counts as slow only when all that waited for it is in its channel.
    static let flushThreshold = 65536
    /// Ticks for which a new connection counts as busy when quiet ones are closed: its request may be on its way.
    static let youngest = 2

    let worker: Worker
    let listener: Int
    var dialect: Dialect
    /// Whether there was no room for this connection: it is answered and closed.
    let isRefused: Bool

    var phase: Phase
    /// Tells it from every other of the worker's, also from those that have ended.
    var number = 0
    /// The place in the worker's register.
    var place = 0
    /// The tick from which the present timeout counts.
    var since: Int
    /// The parser of a head that has come in part; otherwise the worker's is used.
    var parser = RequestHeadParser()
    /// What has come and is not answered.
    var unread = ByteBuffer()
    /// Whether reading stops because the client does not take its answers.
    var isHeld = false
    /// Whether a read was asked for while reading had stopped.
    var wantsRead = false
    /// Whether the client has ended its side.
    var isInputClosed = false
    /// Whether the client may still be sending after the last answer, so that closing at once could destroy it.
    var mustLinger = false
    var discardedBytes = 0
    var context: ChannelHandlerContext?
    /// Nil where answers must go through the channel.
    var socket: PlainSocket?
    /// Messages that the channel has not sent yet.
    var queuedWrites = 0
    /// Whether requests wait until the worker has read others.
    var hasWaitingRequests = false
    /// Whether answers wait for the end of the worker's turn.
    var hasWaitingAnswer = false

    init(worker: Worker, listener: Int, isRefused: Bool) {
        self.worker = worker
        self.listener = listener
        self.isRefused = isRefused
        dialect = worker.listeners[listener].dialect
        phase = worker.listeners[listener].tls == nil ? .open : .handshaking
        since = worker.tick
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        worker.register(self)
        guard !isRefused else { return }
        worker.counters.connectionsAccepted += 1
        worker.counters.connectionsOpen += 1
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelActive(context: ChannelHandlerContext) {
        guard isRefused else { return }
        worker.counters.connectionsRefused += 1
        mustLinger = worker.lingeringRefusals < Worker.mostLingeringRefusals
        if mustLinger { worker.lingeringRefusals += 1 }
        if phase == .open {
            refuse(context)
        } else if !mustLinger {
            // A handshake is work and takes room, which there is no more of.
            close()
        }
    }

    private func refuse(_ context: ChannelHandlerContext) {
        worker.beginAnswers(of: self)
        worker.refuseConnection()
        phase = .closing
        flush(context)
    }

    /// What follows the handshake is as without TLS, and so is the time from here on.
    private func endHandshake(_ context: ChannelHandlerContext) {
        guard phase == .handshaking else { return }
        phase = .open
        since = worker.tick
        if isRefused { refuse(context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = Self.unwrapInboundIn(data)
        switch phase {
        case .open where !isHeld && !hasWaitingRequests:
            if unread.readableBytes > 0 {
                unread.writeBuffer(&bytes)
                serveUnread(context)
            } else if socket != nil, worker.outbound.readableBytes == 0 {
                // Only as a cycle's first: answers of what came before in it would be left to whoever ends the next one.
                worker.holdRequests(bytes, of: self)
            } else {
                serve(&bytes, context, now: worker.clock())
                keepUnread(bytes)
            }
        case .open, .parked:
            unread.writeBuffer(&bytes)
            if unread.readableBytes > Self.mostHeldBytes, hasWaitingRequests { worker.serveWaitingRequests() }
            if unread.readableBytes > Self.mostHeldBytes { close() }
        case .closing, .lingering, .handshaking:
            discardedBytes += bytes.readableBytes
            if discardedBytes > Self.mostDiscardedBytes { close() }
        case .closed:
            break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !hasWaitingRequests { endCycle(context) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard isHeld, context.channel.isWritable else { return }
        isHeld = false
        since = worker.tick
        serveUnread(context)
        flush(context)
        readIfWanted(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            // Requests that wait are still answered.
            flush(context)
        case ChannelEvent.outputClosed where isInputClosed:
            close()
        case TLSUserEvent.handshakeCompleted:
            endHandshake(context)
        default:
            break
        }
    }

    func read(context: ChannelHandlerContext) {
        if stopsReading { wantsRead = true } else { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Ending without a word is common with TLS, and harmless where a request's end is plain: as an end without TLS.
        if case NIOSSLError.uncleanShutdown = error { return }
        if phase == .handshaking { worker.logFailedHandshake(error, listener: listener) }
        // The client is gone, or behaves as if it were.
        close()
    }

    private func end() {
        guard context != nil else { return }
        context = nil
        if case .parked = phase { worker.unpark(self) }
        phase = .closed
        unread = ByteBuffer()
        worker.dropAnswers(of: self)
        worker.unregister(self)
        if isRefused {
            if mustLinger { worker.lingeringRefusals -= 1 }
        } else {
            worker.counters.connectionsOpen -= 1
            worker.count.leave()
        }
    }
}
