import Authorization
import ProxyProtocol

/// What one HTTP/1.x connection of a proxy does next: events in, actions out, without bytes or a socket.
///
/// Each state's comment lists its legal moves; another one traps in debug builds. What requests do while it is open is
/// ``RequestFlow``.
struct HTTP1ConnectionMachine {
    private enum State {
        /// TLS is being negotiated; the client has asked nothing yet.
        ///
        /// Moves to `open` (the handshake is complete) and `closed`.
        case handshaking
        /// Requests are read and answered.
        ///
        /// Moves to `closing` (the last request was answered, nothing more can come, or the client was too slow) and `closed`.
        case open(RequestFlow)
        /// The last answer is in the batch or on its way.
        ///
        /// Moves to `lingering` (it was handed to the channel while the client may still send) and `closed`.
        case closing
        /// The last answer was handed to the channel; what the client still sends is discarded for a while.
        ///
        /// Moves to `closed`.
        case lingering
        /// Nothing happens any more.
        case closed
    }

    /// The most bytes that are kept of what comes while nothing is read, or while what came before is in the batch.
    ///
    /// So much comes only when the client has ended its side: the transport then delivers everything at once.
    static let maxUnreadBytes = 262_144
    /// The most bytes that are discarded after the last answer.
    static let maxDiscardedBytes = 4_194_304

    private var state: State
    /// The tick from which the present timeout counts.
    private var since: Int
    private let isRefused: Bool
    /// Whether the client may still be sending after the last answer, so that closing at once could destroy it.
    private var lingers: Bool
    private var discardedBytes = 0
    private var isInputClosed = false
    /// Whether a read was asked for while reading had stopped.
    private var wantsRead = false

    /// Begins; with `isRefused` there are too many connections, so that this one is answered and closed.
    ///
    /// `lingers` says whether a refused one is listened to after its answer.
    init(isEncrypted: Bool, isRefused: Bool, lingers: Bool, tick: Int) {
        state = isEncrypted ? .handshaking : .open(RequestFlow())
        since = tick
        self.isRefused = isRefused
        self.lingers = isRefused && lingers
    }

    // MARK: Beginning

    /// The connection is there.
    func activated() -> Beginning {
        guard isRefused else { return .proceed }
        if case .open = state { return .refuse }
        // A handshake takes time and memory, which there is no more of.
        return lingers ? .proceed : .close
    }

    var isHandshaking: Bool {
        if case .handshaking = state { true } else { false }
    }

    /// The TLS handshake is complete: the time begins anew, as without TLS.
    mutating func handshakeCompleted(tick: Int) -> Beginning {
        guard isHandshaking else { return .proceed }
        state = .open(RequestFlow())
        since = tick
        return isRefused ? .refuse : .proceed
    }

    /// The answer to a connection that is one too many is in the batch.
    mutating func refused() {
        assert(flow != nil && isRefused, "this connection is not one too many")
        state = .closing
    }
}

// MARK: Requests

extension HTTP1ConnectionMachine {
    /// Bytes have come: `count` of them, after `unread` that came before.
    ///
    /// `canBatch` says whether the connection's requests may go into the batch.
    mutating func received(_ count: Int, unread: Int, canBatch: Bool) -> Received {
        switch state {
        case .open(let flow):
            let received = flow.received(unread: unread, more: count, canBatch: canBatch)
            if received == .batch { changeFlow { $0.batched() } }
            return received
        case .handshaking, .closing, .lingering:
            discardedBytes += count
            return discardedBytes > Self.maxDiscardedBytes ? .close : .discard
        case .closed:
            return .discard
        }
    }

    /// Whether more is unread than may be.
    func hasTooMuch(unread: Int) -> Bool {
        keepsUnread && unread > Self.maxUnreadBytes
    }

    /// The requests that were in the batch have their turn.
    mutating func batchDelivered(unread: Int) -> Delivery {
        guard case .open = state else { return .discard }
        changeFlow { $0.batchDelivered() }
        return servesUnread && unread == 0 ? .serve : .keep
    }

    /// Whether the next of the requests at hand may be served.
    var isServing: Bool { flow?.isServing ?? false }

    /// Whether what is unread may be served.
    var servesUnread: Bool { flow?.servesUnread ?? false }

    /// Whether bytes that were not answered may still be.
    var keepsUnread: Bool { flow != nil }

    /// Requests begin to be served; what comes meanwhile is kept.
    mutating func beginServing() { changeFlow { $0.beginServing() } }

    /// As many requests as possible were served.
    mutating func endServing() { changeFlow { $0.endServing() } }

    /// The first request in some bytes was processed; `hasMore` says whether other bytes follow it.
    ///
    /// Returns what the request waits for, and since which tick; nil if it does not wait.
    mutating func processed(_ outcome: RequestOutcome, hasMore: Bool, tick: Int) -> (need: Need, since: Int)? {
        switch outcome {
        case .needsMore:
            if flow?.hasPartialHead == false { since = tick }
            changeFlow { $0.headStarted() }
        case .answered(_, .close, let declaresBody):
            close(lingers: declaresBody || hasMore)
            since = tick
        case .answered:
            changeFlow { $0.answered() }
            since = tick
        case .refused:
            close(lingers: true)
        case .pending(let need):
            var waitingSince = tick
            changeFlow { waitingSince = $0.wait(for: need, tick: tick) }
            return (need, waitingSince)
        }
        return nil
    }

    /// What the first unanswered request waits for has come, or is waited for no longer: it is decided about again.
    mutating func resumed() { changeFlow { $0.resumed() } }

    private var flow: RequestFlow? {
        if case .open(let flow) = state { flow } else { nil }
    }

    private mutating func changeFlow(_ change: (inout RequestFlow) -> Void) {
        guard case .open(var flow) = state else { return }
        change(&flow)
        state = .open(flow)
    }

    private mutating func close(lingers: Bool) {
        assert(flow != nil, "an answer after the last one")
        self.lingers = lingers
        state = .closing
    }

    // MARK: Answers

    /// Whether the answers of a read cycle may wait for those of others.
    ///
    /// `isDirect` says whether answers can be sent past the channel at present.
    func keepsAnswersInBatch(isDirect: Bool) -> Bool {
        isServing && isDirect && !isInputClosed
    }

    /// The client does not take its answers.
    mutating func blocked() { changeFlow { $0.isBlocked = true } }

    /// The client takes answers again.
    ///
    /// - Returns: whether it did not before.
    mutating func unblocked(tick: Int) -> Bool {
        guard flow?.isBlocked == true else { return false }
        changeFlow { $0.isBlocked = false }
        since = tick
        return true
    }

    /// All answers were handed to the channel.
    ///
    /// - Parameter isWritable: whether the channel takes more.
    /// - Returns: whether the connection is finished, see ``finish(isSent:tick:)``.
    mutating func flushed(isWritable: Bool) -> Bool {
        switch state {
        case .open:
            if !isWritable { blocked() }
            // With nothing held back, whatever is left is a head that will never be whole.
            guard isInputClosed, servesUnread else { return false }
            state = .closing
            return true
        case .closing: return true
        case .handshaking, .lingering, .closed: return false
        }
    }

    /// Ends after the last answer, in a way that the client can read it.
    ///
    /// Closing while unread bytes are in the socket makes the system send a reset, which destroys answers on their way.
    ///
    /// `isSent` says whether the system has taken the last answer.
    mutating func finish(isSent: Bool, tick: Int) -> Finish {
        if case .closing = state {} else { assertionFailure("the last answer is not there") }
        if isSent, isInputClosed || !lingers { return .close }
        since = tick
        state = .lingering
        // Closing one side would close both once the client has ended its own, and the rest of the answer would be lost.
        return isInputClosed ? .closeWhenSent : .closeOutput
    }
}

// MARK: Reading, time and end

extension HTTP1ConnectionMachine {
    /// The client has ended its side; requests that wait are still answered.
    mutating func inputClosed() { isInputClosed = true }

    /// The sending side is closed.
    ///
    /// - Returns: whether nothing is left to be closed but the connection.
    func outputClosed() -> Bool { isInputClosed }

    private var stopsReading: Bool { flow?.isServing == false }

    /// The channel wants to read.
    ///
    /// - Returns: whether it may.
    mutating func readRequested() -> Bool {
        if stopsReading { wantsRead = true }
        return !stopsReading
    }

    /// Whether a read that was put off is due now.
    mutating func takeDeferredRead() -> Bool {
        guard wantsRead, !stopsReading, !isClosed else { return false }
        wantsRead = false
        return true
    }

    /// What is due at a tick of the loop's clock.
    func due(at tick: Int, _ ticks: TickClock, _ ending: Ending) -> Due {
        let age = tick - since
        switch state {
        case .handshaking:
            return ending != .none || age >= ticks.headerTimeout ? .close : .nothing
        case .open(let flow): return flow.due(after: age, ticks, ending)
        case .closing, .lingering:
            return age >= ticks.lingerTimeout ? .close : .nothing
        case .closed:
            return .nothing
        }
    }

    /// Whether the client is told that its head came too slowly if everything is closed now.
    var isToldAtEnd: Bool { flow?.hasPartialHead == true && isServing }

    /// The answer to a head that came too slowly is in the batch.
    mutating func refusedSlowRequest() {
        assert(flow?.hasPartialHead == true, "no request is slow")
        close(lingers: true)
    }

    /// Whether the connection has ended.
    var isClosed: Bool {
        if case .closed = state { true } else { false }
    }

    /// The connection ends as it is.
    ///
    /// - Returns: what its first unanswered request waits for; nil if it does not.
    mutating func closed() -> Need? {
        defer { state = .closed }
        return flow?.need
    }
}
