import Authorization
import NIOCore

/// One turn of the loop: a round through the connections that can be read. Their answers are sent together at its end.
///
/// Sending an answer wakes the proxy, and a proxy that has nothing else to do has fallen asleep again by the time that the next
/// signature is verified. Waking somebody on another processor costs several microseconds, most of all in a virtual machine;
/// of answers that are sent together only the first does.
extension Worker {
    /// How many answers wait at most, so that none waits for long.
    static let mostWaitingAnswers = 16

    /// Has ``endTurn()`` called when all connections that can be read now have been.
    func beginTurn() {
        guard !isInTurn else { return }
        isInTurn = true
        eventLoop.execute(endOfTurn)
    }

    func endTurn() {
        isInTurn = false
        sendWaitingAnswers()
        turn.end()
        authorizer.mayVerify = true
    }

    /// Has a connection's answers of the present read cycle wait for the end of the turn.
    func holdAnswer(of connection: Connection) {
        beginTurn()
        outbound.moveReaderIndex(to: outbound.writerIndex)
        connection.hasWaitingAnswer = true
        waitingAnswers.append(WaitingAnswer(connection: connection, end: outbound.writerIndex))
        if waitingAnswers.count == Self.mostWaitingAnswers || outbound.writerIndex >= Connection.flushThreshold {
            sendWaitingAnswers()
        }
    }

    /// Sends what waits; answers of the present read cycle stay where they are.
    func sendWaitingAnswers() {
        guard !waitingAnswers.isEmpty else { return }
        let present = outbound.readerIndex
        outbound.moveReaderIndex(to: 0)
        for answer in waitingAnswers {
            let length = answer.end - outbound.readerIndex
            answer.connection.sendWaitingAnswer(length)
            outbound.moveReaderIndex(to: answer.end)
        }
        waitingAnswers.removeAll(keepingCapacity: true)
        outbound.moveReaderIndex(to: present)
        if outbound.readableBytes == 0 { outbound.clear() }
    }

    /// Drops the answers of the present read cycle.
    func dropPresentAnswers() {
        outbound.moveWriterIndex(to: outbound.readerIndex)
    }
}
