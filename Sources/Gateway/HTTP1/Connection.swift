import NIOCore
import NIOSSL
import NIOTLS
import ProxyProtocol

/// The channel handler of one HTTP/1.x connection: passes events to its machine, and carries out what that says.
///
/// Used on its loop only.
final class Connection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Answers are sent when there are this many bytes of them, even if more requests are at hand.
    ///
    /// No more than a channel's high water mark: a client counts as slow only when all that waited for it is in its channel.
    static let flushThreshold = 65536

    /// The position of its listener.
    let listener: Int
    /// Whether there were too many connections.
    let isRefused: Bool
    /// Whether it was refused, and is listened to after its answer.
    let lingersWhenRefused: Bool
    private let worker: Worker
    private var machine: HTTP1ConnectionMachine
    private var context: ChannelHandlerContext?
    private let outlet: Outlet
    private var unread = UnreadBytes()
    /// The parser of a head that has come in part.
    private var partialHead: RequestHeadParser?

    /// How many bytes have come and are not answered.
    var unreadBytes: Int { unread.count }

    /// The `socket` is for sending past the channel; only where nothing has to be encrypted.
    init(worker: Worker, listener: Int, isRefused: Bool, socket: PlainSocket? = nil) {
        self.worker = worker
        self.listener = listener
        self.isRefused = isRefused
        outlet = Outlet(socket: socket)
        lingersWhenRefused = isRefused && worker.hasRoomToLinger
        machine = HTTP1ConnectionMachine(
            isEncrypted: worker.isEncrypted(listener: listener),
            isRefused: isRefused,
            lingers: lingersWhenRefused,
            tick: worker.tick
        )
    }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        worker.register(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(machine.activated(), context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Self.unwrapInboundIn(data)
        switch machine.received(bytes.readableBytes, unread: unread.count, canBatch: outlet.hasSocket) {
        case .batch:
            worker.batchRequests(bytes, of: self)
        case .serve:
            unread.append(bytes)
            serveUnread(now: worker.now(), context)
        case .keep:
            unread.append(bytes)
        case .keepAndServeBatch:
            unread.append(bytes)
            worker.serveBatchedRequests()
            if machine.hasTooMuch(unread: unread.count) { close() }
        case .discard:
            break
        case .close:
            close()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        endCycle(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard context.channel.isWritable, machine.unblocked(tick: worker.tick) else { return }
        serveUnread(now: worker.now(), context)
        flush(context)
        readIfDeferred(context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            machine.inputClosed()
            flush(context)
        case ChannelEvent.outputClosed where machine.outputClosed():
            close()
        case TLSUserEvent.handshakeCompleted:
            begin(machine.handshakeCompleted(tick: worker.tick), context)
        default:
            break
        }
    }

    func read(context: ChannelHandlerContext) {
        if machine.readRequested() { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Ending without a word is common with TLS, and harmless where a request's end is plain: as an end without TLS.
        if case NIOSSLError.uncleanShutdown = error { return }
        if machine.isHandshaking { worker.logFailedHandshake(error, listener: listener) }
        // The client is gone, or behaves as if it were.
        close()
    }

    private func begin(_ beginning: HTTP1ConnectionMachine.Beginning, _ context: ChannelHandlerContext) {
        switch beginning {
        case .proceed: break
        case .close: close()
        case .refuse:
            worker.answer(self, .unavailable)
            machine.refused()
            flush(context)
        }
    }

    private func end() {
        guard context != nil else { return }
        context = nil
        if let need = machine.closed() { worker.stopWaiting(self, for: need) }
        unread.removeAll()
        partialHead = nil
        worker.unregister(self)
    }
}

extension Connection {
    // MARK: Requests

    /// Answers requests that were in the loop's batch, and ends their read cycle.
    ///
    /// It takes the time, and returns the time afterwards.
    func serveBatched(_ bytes: ByteBuffer, now: Double) -> Double {
        let delivery = machine.batchDelivered(unread: unread.count)
        guard delivery != .discard, let context else { return now }
        var end = now
        if delivery == .serve {
            var bytes = bytes
            end = serve(&bytes, now: now, mayWait: true, context)
        } else {
            unread.putBack(bytes)
            end = serveUnread(now: now, context)
        }
        return endCycle(context) ? end : worker.now()
    }

    /// What the first unanswered request waited for has come, or is waited for no longer.
    func resume(mayWait: Bool) {
        guard let context else { return }
        machine.resumed()
        serveUnread(now: worker.now(), mayWait: mayWait, context)
        flush(context)
        readIfDeferred(context)
    }

    /// Answers what has come before, as far as that is possible now.
    ///
    /// - Returns: the time afterwards.
    @discardableResult
    private func serveUnread(now: Double, mayWait: Bool = true, _ context: ChannelHandlerContext) -> Double {
        guard machine.servesUnread, unread.count > 0 else { return now }
        var bytes = unread.take()
        return serve(&bytes, now: now, mayWait: mayWait, context)
    }

    /// Answers the requests in `bytes` as far as they are whole, and keeps the rest.
    ///
    /// `mayWait` says whether the first of them may wait for evidence; the others always may. It takes the time, and
    /// returns the time afterwards.
    private func serve(
        _ bytes: inout ByteBuffer,
        now: Double,
        mayWait: Bool,
        _ context: ChannelHandlerContext
    ) -> Double {
        let decisions = worker.decisions
        machine.beginServing()
        var mayWait = mayWait
        serving: while machine.isServing, bytes.readableBytes > 0 {
            if worker.batchedAnswerBytes >= Self.flushThreshold {
                worker.sendAnswers()
                if !outlet.takesAnswers(context) { machine.blocked() }
                continue
            }
            let outcome = worker.process(bytes, of: self, &partialHead, now: now, mayWait: mayWait)
            if case .answered(let length, _, _) = outcome { bytes.moveReaderIndex(forwardBy: length) }
            let waits = machine.processed(outcome, hasMore: bytes.readableBytes > 0, tick: worker.tick)
            if let waits { worker.wait(self, for: waits.need, since: waits.since) }
            if outcome == .needsMore { break serving }
            mayWait = true
        }
        machine.endServing()
        let end = worker.countDurations(of: worker.decisions - decisions, since: now)
        guard machine.keepsUnread else { return end }
        let hasGrown = unread.count > 0
        unread.putBack(bytes)
        return hasGrown ? serveUnread(now: end, context) : end
    }

    private func readIfDeferred(_ context: ChannelHandlerContext) {
        if machine.takeDeferredRead() { context.read() }
    }

    // MARK: Answers

    /// Ends a read cycle: its answers are sent together with others' where that is possible.
    ///
    /// - Returns: whether they are.
    @discardableResult
    private func endCycle(_ context: ChannelHandlerContext) -> Bool {
        // What waits must not be sent here without need: the channel ends a cycle also when it has found the client's end,
        // and is not prepared to be closed then, as it would be by a write that fails.
        if machine.keepsAnswersInBatch(isDirect: outlet.isDirect) {
            worker.limitAnswers()
            return true
        }
        flush(context)
        return false
    }

    /// Sends all answers, and closes if this connection's last one was among them.
    private func flush(_ context: ChannelHandlerContext) {
        worker.sendAnswers()
        guard machine.flushed(isWritable: outlet.takesAnswers(context)) else { return }
        unread.removeAll()
        switch machine.finish(isSent: outlet.isSent(context), tick: worker.tick) {
        case .close:
            close()
        case .closeOutput:
            context.close(mode: .output, promise: nil)
        case .closeWhenSent:
            outlet.whenSent(context) { self.close() }
        }
    }

    /// Sends this connection's answers out of the batch.
    func send(_ answers: ByteBuffer) {
        guard let context, context.channel.isActive else { return }
        outlet.send(answers, context)
        if !outlet.takesAnswers(context) { machine.blocked() }
    }

    /// Ends the connection as it is.
    func close() {
        worker.sendAnswers()
        guard let context, !machine.isClosed else { return }
        if let need = machine.closed() { worker.stopWaiting(self, for: need) }
        if worker.isEncrypted(listener: listener) {
            // The client's end is the end now; as long as it may end its side alone, TLS would wait for more to come.
            try? context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        }
        context.close(promise: nil)
    }

    /// Ends the connection as it is; a client that has begun a head is told so.
    func closeAtEnd() {
        if machine.isToldAtEnd {
            worker.answer(self, .requestTimeout)
            machine.refusedSlowRequest()
        }
        close()
    }

    /// Does what is due at a tick.
    func tick(_ ticks: TickClock, _ ending: Ending) {
        switch machine.due(at: worker.tick, ticks, ending) {
        case .nothing: break
        case .close: close()
        case .refuseSlowRequest:
            guard let context else { return }
            worker.answer(self, .requestTimeout)
            machine.refusedSlowRequest()
            flush(context)
        }
    }
}
