import Authorization
import NIOCore

/// One turn of the loop: a round through the connections that can be read. First some are read, then their requests are
/// decided about, then their answers are sent, and so on until all have had their turn.
///
/// Each of the three finds its code in the processor's caches again. And sending an answer wakes the proxy, which has fallen
/// asleep again by the time that the next signature is verified if it has nothing else to do. Waking somebody on another
/// processor costs several microseconds, most of all in a virtual machine; of answers that are sent together only the first does.
extension Worker {
    /// For how many connections requests or answers wait at most, so that none waits for long.
    static let mostWaiting = 16
    /// Seconds of decisions after which the answers at hand are sent: only signatures take so long.
    static let longestWait = 0.0005

    /// Has ``endTurn()`` called when all connections that can be read now have been.
    func beginTurn() {
        guard !isInTurn else { return }
        isInTurn = true
        eventLoop.execute(endOfTurn)
    }

    func endTurn() {
        serveWaitingRequests()
        sendWaitingAnswers()
        turn.end()
        authorizer.mayVerify = true
        isInTurn = false
        if !waitingRequests.isEmpty || !waitingAnswers.isEmpty { beginTurn() }
    }

    /// Has what a connection sent wait until some others have been read.
    func holdRequests(_ bytes: ByteBuffer, of connection: Connection) {
        beginTurn()
        connection.hasWaitingRequests = true
        let start = inbound.writerIndex
        inbound.writeImmutableBuffer(bytes)
        waitingRequests.append(WaitingBytes(connection: connection, start: start, end: inbound.writerIndex))
        if waitingRequests.count == Self.mostWaiting { serveWaitingRequests() }
    }

    /// Decides about the requests that wait.
    func serveWaitingRequests() {
        guard !waitingRequests.isEmpty else { return }
        // Out of the properties: sending can have a connection that breaks deliver more.
        var (bytes, requests) = (ByteBuffer(), [WaitingBytes]())
        swap(&bytes, &inbound)
        swap(&requests, &waitingRequests)
        let end = bytes.writerIndex
        var now = clock()
        var start = now
        for request in requests {
            bytes.moveReaderIndex(to: request.start)
            bytes.moveWriterIndex(to: request.end)
            now = request.connection.serveWaitingRequests(&bytes, now: now)
            bytes.moveWriterIndex(to: end)
            guard now - start >= Self.longestWait else { continue }
            sendWaitingAnswers()
            now = clock()
            start = now
        }
        guard waitingRequests.isEmpty else { return }
        // Their room is used again.
        bytes.clear()
        requests.removeAll(keepingCapacity: true)
        swap(&bytes, &inbound)
        swap(&requests, &waitingRequests)
    }

    /// Whether there are answers of the present read cycle, and they are this connection's.
    func hasAnswers(of connection: Connection) -> Bool {
        answering == connection.number && outbound.readableBytes > 0
    }

    /// To be called before a connection is answered: whatever the cycle of another one has left behind is dropped.
    ///
    /// None is left by now, and if one were, it would hand somebody's claims to another.
    func beginAnswers(of connection: Connection) {
        guard answering != connection.number else { return }
        outbound.moveWriterIndex(to: outbound.readerIndex)
        answering = connection.number
    }

    /// Drops the answers of the present read cycle, if they are this connection's.
    func dropAnswers(of connection: Connection) {
        guard answering == connection.number else { return }
        outbound.moveWriterIndex(to: outbound.readerIndex)
    }

    /// Has a connection's answers of the present read cycle wait for the end of the turn.
    func holdAnswer(of connection: Connection) {
        beginTurn()
        let start = outbound.readerIndex
        outbound.moveReaderIndex(to: outbound.writerIndex)
        connection.hasWaitingAnswer = true
        waitingAnswers.append(WaitingBytes(connection: connection, start: start, end: outbound.writerIndex))
        if waitingAnswers.count == Self.mostWaiting || outbound.writerIndex >= Connection.flushThreshold {
            sendWaitingAnswers()
        }
    }

    /// Sends what waits; answers of the present read cycle stay where they are.
    func sendWaitingAnswers() {
        guard !waitingAnswers.isEmpty else { return }
        let present = outbound.readerIndex
        for answer in waitingAnswers {
            outbound.moveReaderIndex(to: answer.start)
            answer.connection.sendWaitingAnswer(answer.end - answer.start)
        }
        waitingAnswers.removeAll(keepingCapacity: true)
        outbound.moveReaderIndex(to: present)
        if outbound.readableBytes == 0 { outbound.clear() }
    }
}
