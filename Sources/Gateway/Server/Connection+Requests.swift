import NIOCore

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
    /// - Parameter mayWait: whether the first of them may wait for keys; the others always may.
    func serve(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext, mayWait: Bool = true) {
        // One time for all requests of a read cycle.
        let now = worker.clock()
        let decisions = worker.decisions
        serve(&bytes, context, now: now, mayWait: mayWait)
        worker.countDurations(of: worker.decisions - decisions, since: now)
    }

    private func serve(_ bytes: inout ByteBuffer, _ context: ChannelHandlerContext, now: Double, mayWait: Bool) {
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
            if isResumed { swap(&parser, &worker.parser) }
            let step = worker.serve(
                bytes.readableBytesUInt8Span,
                listener: listener,
                dialect: dialect,
                now: now,
                mayWait: mayWait
            )
            if isResumed { swap(&parser, &worker.parser) }
            switch step {
            case .needMore:
                if !isResumed {
                    swap(&parser, &worker.parser)
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
            case .needsKeys(let issuer):
                phase = .parked(issuer: issuer)
                since = worker.tick
                worker.park(self, issuer: issuer)
            }
            mayWait = true
            if isResumed { parser = RequestHeadParser() }
        }
    }

    /// Answers what has come before.
    func serveUnread(_ context: ChannelHandlerContext, mayWait: Bool = true) {
        guard unread.readableBytes > 0 else { return }
        // Out of the property: sending can end the connection, which clears it.
        var bytes = unread
        unread = ByteBuffer()
        serve(&bytes, context, mayWait: mayWait)
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
