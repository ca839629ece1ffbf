import NIOCore
import ProxyProtocol

/// From bytes to answers in the outbound buffer.
extension Connection {
    /// Whether no more is read at present.
    var stopsReading: Bool {
        if case .parked = phase { return true }
        return isHeld
    }

    /// Whether bytes that were not answered may still be.
    var keepsUnread: Bool {
        switch phase {
        case .open, .parked: true
        case .handshaking, .closing, .lingering, .closed: false
        }
    }

    /// Answers the requests in `bytes` as far as they are whole, and takes them off.
    ///
    /// - Parameters:
    ///   - now: the time for all of them.
    ///   - mayWait: whether the first of them may wait for keys; the others always may.
    /// - Returns: the time afterwards.
    @discardableResult
    func serve(
        _ bytes: inout ByteBuffer,
        _ context: ChannelHandlerContext,
        now: Double,
        mayWait: Bool = true
    ) -> Double {
        let decisions = worker.decisions
        worker.beginAnswers(of: self)
        answer(&bytes, context, now: now, mayWait: mayWait)
        return worker.countDurations(of: worker.decisions - decisions, since: now)
    }

    private func answer(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext, now: Double, mayWait: Bool) {
        var mayWait = mayWait
        while phase == .open, bytes.readableBytes > 0 {
            if worker.outbound.readableBytes >= Self.flushThreshold {
                send(context)
                guard context.channel.isWritable else {
                    isHeld = true
                    return
                }
                guard phase == .open else { return }
            }
            let isResumed = parser.isUnderWay
            if isResumed { swap(&parser, &worker.room.parser) }
            let step = worker.serve(
                bytes.readableBytesUInt8Span,
                listener: listener,
                dialect: dialect,
                now: now,
                mayWait: mayWait
            )
            if isResumed { swap(&parser, &worker.room.parser) }
            switch step {
            case .needMore:
                if !isResumed {
                    swap(&parser, &worker.room.parser)
                    since = worker.tick
                }
                return
            case .answered(let length, let persistence, let declaresBody):
                bytes.moveReaderIndex(forwardBy: length)
                if persistence == .close {
                    phase = .closing
                    mustLinger = declaresBody || bytes.readableBytes > 0
                }
                since = worker.tick
            case .refused:
                phase = .closing
                mustLinger = true
            case .pending(let need):
                phase = .parked(need)
                since = worker.tick
                worker.park(self, need)
            }
            mayWait = true
            if isResumed { parser = RequestHeadParser() }
        }
    }

    /// Answers requests that have waited until others were read, and ends their cycle.
    ///
    /// - Parameter now: the time.
    /// - Returns: the time afterwards.
    func serveWaitingRequests(_ bytes: inout ByteBuffer, now: Double) -> Double {
        hasWaitingRequests = false
        guard keepsUnread, let context else { return now }
        if stopsReading || unread.readableBytes > 0 {
            // More has come meanwhile, or the client does not take what it was answered.
            let later = unread
            unread = ByteBuffer()
            keepUnread(bytes)
            unread.writeImmutableBuffer(later)
            if !stopsReading { serveUnread(context) }
            endCycle(context)
            return worker.clock()
        }
        let end = serve(&bytes, context, now: now)
        keepUnread(bytes)
        endCycle(context)
        return hasWaitingAnswer ? end : worker.clock()
    }

    /// Keeps what is left over, if it may still be answered; a copy, because its buffer is used again.
    func keepUnread(_ bytes: ByteBuffer) {
        if bytes.readableBytes > 0, keepsUnread { unread = ByteBuffer(bytes: bytes.readableBytesView) }
    }

    /// Answers what has come before, unless something that came still earlier waits.
    func serveUnread(_ context: ChannelHandlerContext, mayWait: Bool = true) {
        guard unread.readableBytes > 0, !hasWaitingRequests else { return }
        // Out of the property: sending can end the connection, which clears it.
        var bytes = unread
        unread = ByteBuffer()
        serve(&bytes, context, now: worker.clock(), mayWait: mayWait)
        guard keepsUnread, bytes.readableBytes > 0 else { return }
        bytes.discardReadBytes()
        unread = bytes
    }

    /// Judges the request that waits once more.
    func resumeRequest(mayWait: Bool) {
        guard case .parked = phase, let context else { return }
        worker.unpark(self)
        phase = .open
        let waitingSince = since
        let waiting = unread.readableBytes
        serveUnread(context, mayWait: mayWait)
        if case .parked = phase, unread.readableBytes == waiting { since = waitingSince }
        flush(context)
        readIfWanted(context)
    }

    /// Reads on, if that was asked for and is possible again.
    func readIfWanted(_ context: ChannelHandlerContext) {
        guard wantsRead, !stopsReading, phase != .closed else { return }
        wantsRead = false
        context.read()
    }
}
