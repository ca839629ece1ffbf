import Authorization

/// The requests of an open connection: which may be served now, and what the others wait for.
struct RequestFlow {
    /// Ticks for which a new connection counts as busy when quiet ones are closed: its request may be on its way.
    private static let minQuietTicks = 2

    private enum Activity {
        /// Between two requests.
        case quiet
        /// A head has come in part.
        case head
        /// The first unanswered request waits for evidence; nothing is read.
        case waiting(Need)
    }

    private var activity = Activity.quiet
    /// Whether requests are being served, so that what comes meanwhile must wait for them.
    private var isBusy = false
    /// The tick at which the first unanswered request began to wait; nil if it has not.
    private var waitingSince: Int?
    /// Whether requests are in the loop's batch, so that what comes must wait for them.
    private(set) var hasBatchedRequests = false
    /// Whether the client does not take its answers, so that nothing is read.
    var isBlocked = false

    /// Whether the next of the requests at hand may be served.
    var isServing: Bool { !isBlocked && need == nil }

    /// Whether what has come and is unread may be served.
    var servesUnread: Bool { isServing && !hasBatchedRequests && !isBusy }

    /// What the first unanswered request waits for.
    var need: Need? {
        if case .waiting(let need) = activity { need } else { nil }
    }

    /// Whether a head has come in part.
    var hasPartialHead: Bool {
        if case .head = activity { true } else { false }
    }

    /// Whether the connection is between two requests, and nothing holds it up.
    private var isQuiet: Bool {
        if case .quiet = activity { !isBlocked } else { false }
    }

    /// What is done with `count` bytes that have come after `unread` others.
    ///
    /// `canBatch` says whether the connection's requests may go into the batch.
    func received(unread: Int, more count: Int, canBatch: Bool) -> HTTP1ConnectionMachine.Received {
        guard servesUnread else {
            guard unread + count > HTTP1ConnectionMachine.maxUnreadBytes else { return .keep }
            return hasBatchedRequests ? .keepAndServeBatch : .close
        }
        return canBatch && unread == 0 ? .batch : .serve
    }

    /// What is due some ticks after the last event that set the time anew.
    func due(after age: Int, _ ticks: TickClock, _ ending: Ending) -> HTTP1ConnectionMachine.Due {
        // The deadline of a request that waits is in the waiting room.
        if need != nil { return .nothing }
        if isQuiet {
            let isOver = age >= ticks.idleTimeout || ending == .closing && age >= Self.minQuietTicks
            return isOver ? .close : .nothing
        }
        guard age >= ticks.headerTimeout else { return .nothing }
        // A client that does not take its answers is sent no more of them.
        return isBlocked ? .close : .refuseSlowRequest
    }

    /// Requests were put into the loop's batch.
    mutating func batched() {
        assert(servesUnread, "requests overtake others")
        hasBatchedRequests = true
    }

    /// The loop's batch delivered them.
    mutating func batchDelivered() {
        assert(hasBatchedRequests, "nothing is in the batch")
        hasBatchedRequests = false
    }

    /// Requests begin to be served.
    mutating func beginServing() {
        assert(!isBusy && !hasBatchedRequests, "requests overtake others")
        isBusy = true
    }

    /// As many requests as possible were served.
    mutating func endServing() { isBusy = false }

    /// A request's head is not whole.
    mutating func headStarted() {
        assert(isServing && isBusy, "nothing is being served")
        activity = .head
    }

    /// A request was answered, and the connection stays open.
    mutating func answered() {
        assert(isServing && isBusy, "nothing is being served")
        activity = .quiet
        waitingSince = nil
    }

    /// The first unanswered request must wait.
    ///
    /// - Returns: the tick at which it began to wait, which may have been for something else.
    mutating func wait(for need: Need, tick: Int) -> Int {
        assert(isServing && isBusy, "nothing is being served")
        activity = .waiting(need)
        let since = waitingSince ?? tick
        waitingSince = since
        return since
    }

    /// The wait is over; the request is served again.
    mutating func resumed() {
        assert(need != nil, "nothing waits")
        activity = .quiet
    }
}
