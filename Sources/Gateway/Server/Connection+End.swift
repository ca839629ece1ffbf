import NIOCore
import ProxyProtocol

/// Sending answers, timeouts, and the ways to end.
extension Connection {
    /// Ends a read cycle: its answers are sent together with others' where that is possible.
    func endCycle(_ context: ChannelHandlerContext) {
        guard phase == .open, !isInputClosed, socket != nil, queuedWrites == 0 else { return flush(context) }
        // Without answers there is nothing to be done. What waits must not be sent here: the channel ends a cycle also when
        // it has found the client's end, and is not prepared to be closed then, as it would be by a write that fails.
        if worker.hasAnswers(of: self) { worker.holdAnswer(of: self) }
    }

    /// Sends the answers of a cycle, and closes if one of them was the last.
    func flush(_ context: ChannelHandlerContext) {
        send(context)
        switch phase {
        case .open:
            if socket == nil || queuedWrites > 0, !context.channel.isWritable { isHeld = true }
            // With nothing held back, whatever is left is a head that will never be whole.
            guard isInputClosed, !isHeld, !hasWaitingRequests else { break }
            phase = .closing
            finish(context)
        case .closing:
            finish(context)
        case .handshaking, .parked, .lingering, .closed:
            break
        }
    }

    /// Sends the answers of the present read cycle.
    func send(_ context: ChannelHandlerContext) {
        worker.sendWaitingAnswers()
        guard worker.hasAnswers(of: self) else { return }
        sendFirst(worker.outbound.readableBytes, context)
        // All of it has mostly been sent by now, and then the room is used again.
        worker.outbound.clear()
    }

    /// Sends answers that have waited: the first bytes of the outbound buffer.
    func sendWaitingAnswer(_ length: Int) {
        hasWaitingAnswer = false
        guard let context else { return }
        sendFirst(length, context)
        if queuedWrites > 0, !context.channel.isWritable { isHeld = true }
    }

    /// Sends the first bytes of the outbound buffer: at once as far as that goes, and the rest as one message.
    private func sendFirst(_ length: Int, _ context: ChannelHandlerContext) {
        var sent = 0
        guard context.channel.isActive else { return }
        if let socket, queuedWrites == 0 {
            sent = socket.send(worker.outbound, upTo: length)
            worker.outbound.moveReaderIndex(forwardBy: sent)
        }
        guard sent < length, let rest = worker.outbound.readSlice(length: length - sent) else { return }
        enqueue(rest, context)
    }

    /// Writes through the channel, which keeps what cannot be sent yet; until it is sent, nothing goes past it.
    ///
    /// A channel whose write fails delivers what is left to read before it returns from here, and may close without ending
    /// that read cycle. So what others wait for is out of reach meanwhile; answers that came to wait in that time are sent, and
    /// what is left after it is nobody's.
    private func enqueue(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        let (outbound, waitingAnswers, answering) = (worker.outbound, worker.waitingAnswers, worker.answering)
        (worker.outbound, worker.waitingAnswers) = (ByteBuffer(), [])
        defer {
            worker.sendWaitingAnswers()
            (worker.outbound, worker.waitingAnswers, worker.answering) = (outbound, waitingAnswers, answering)
        }
        guard socket != nil else { return context.writeAndFlush(Self.wrapOutboundOut(bytes), promise: nil) }
        let promise = context.eventLoop.makePromise(of: Void.self)
        queuedWrites += 1
        promise.futureResult.assumeIsolated().whenComplete { _ in self.queuedWrites -= 1 }
        context.writeAndFlush(Self.wrapOutboundOut(bytes), promise: promise)
    }

    /// Closes after the last answer, in a way that the client can read it.
    ///
    /// Closing while unread bytes are in the socket makes the system send a reset, which destroys answers on their way.
    /// So the sending side is closed first, and what comes is thrown away until the client closes, or for a while.
    private func finish(_ context: ChannelHandlerContext) {
        let isSent = unsentBytes(context) == 0
        if isSent, isInputClosed || !mustLinger { return close() }
        since = worker.tick
        phase = .lingering
        unread = ByteBuffer()
        if isInputClosed {
            // Closing one side would close both here, and the rest of the answer would be lost.
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenComplete { _ in self.close() }
            context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer()), promise: promise)
        } else {
            context.close(mode: .output, promise: nil)
        }
    }

    /// Ends the connection as it is.
    func close() {
        if hasWaitingAnswer { worker.sendWaitingAnswers() }
        guard let context, phase != .closed else { return }
        // Nothing ends a read cycle in which this happens.
        worker.dropAnswers(of: self)
        if case .parked = phase { worker.unpark(self) }
        phase = .closed
        if worker.listeners[listener].tls != nil {
            // The client's end is the end now; as long as it may end its side alone, TLS would wait for more to come.
            try? context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        }
        context.close(promise: nil)
    }

    /// Ends the connection as it is, and says so to whoever has begun a head.
    func closeInTime() {
        if phase == .open, parser.isUnderWay, !isHeld, let context {
            worker.beginAnswers(of: self)
            worker.refuseSlowRequest()
            send(context)
        }
        close()
    }

    /// Does what is due at a tick.
    func checkTime() {
        let age = worker.tick - since
        switch phase {
        case .handshaking:
            if worker.isDraining || age >= worker.ticks.headerTimeout { close() }
        case .open:
            if parser.isUnderWay || isHeld {
                if age >= worker.ticks.headerTimeout { refuseToWait() }
            } else if age >= worker.ticks.idleTimeout || worker.closesQuietConnections && age >= Self.youngest {
                close()
            }
        case .parked:
            if age >= worker.ticks.parkTimeout { resumeRequest(mayWait: false) }
        case .closing, .lingering:
            if age >= worker.ticks.lingerTimeout { close() }
        case .closed:
            break
        }
    }

    /// A head is too slow; or the client does not take its answers, and then there is nothing more to say.
    private func refuseToWait() {
        guard !isHeld, let context else { return close() }
        worker.beginAnswers(of: self)
        worker.refuseSlowRequest()
        phase = .closing
        mustLinger = true
        flush(context)
    }

    private func unsentBytes(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
