import Authorization
import Listeners
import Logging
import NIOCore
import ProxyProtocol
import Telemetry

/// One event loop's part of the service; nothing in it is shared with another loop.
///
/// A turn is a round of the loop through the connections that can be read. First some are read, then their requests are
/// decided about, then their answers are sent, and so on until all have had their turn. Each of the three finds its code in the
/// processor's caches again. And sending an answer wakes the proxy, which has fallen asleep again by the time that the next
/// signature is verified if it has nothing else to do. Waking somebody on another processor costs several microseconds, most
/// of all in a virtual machine; of answers that are sent together only the first does.
///
/// Made and used on its loop only.
final class Worker {
    /// The most requests of one loop that wait for evidence; those beyond are decided with the evidence at hand.
    static let maxWaiting = 1024
    /// The most connections whose requests or answers are batched, so that none waits for long.
    static let maxBatched = 16
    /// Seconds of decisions after which the answers at hand are sent: only signatures take so long.
    static let maxDelay = 0.0005
    private static let ticksBetweenOverloadLines = 20

    private var listeners: [DecisionListener]
    private var processor: RequestProcessor
    private let requests = RequestBatch()
    private let answers = AnswerBatch()
    private var connections = ConnectionRegister()
    private var waiting = WaitingRoom<Connection>(capacity: maxWaiting)
    private var schedule: LoopSchedule
    private let load: ConnectionCount
    private let telemetry: LoopTelemetry

    init(
        eventLoop: any EventLoop,
        listeners: [DecisionListener],
        policy: Policy,
        count: ConnectionCount,
        logger: Logger,
        latestRefusals: LatestRefusals,
        clock: @escaping @Sendable () -> Double
    ) {
        self.listeners = listeners
        load = count
        telemetry = LoopTelemetry(
            addresses: listeners.map(\.address.description),
            logger: logger,
            latestRefusals: latestRefusals,
            clock: clock
        )
        processor = RequestProcessor(policy, dialects: listeners.map(\.dialect), load: count, telemetry: telemetry)
        let ticks = TickClock(policy.settings.limits, keyTimeout: policy.settings.keyTimeout)
        schedule = LoopSchedule(eventLoop, ticks: ticks, clock: clock, endOfTurn: {})
        let endTurn = NIOLoopBound({ [unowned self] in self.endTurn() }, eventLoop: eventLoop)
        schedule = LoopSchedule(eventLoop, ticks: ticks, clock: clock, endOfTurn: { endTurn.value() })
    }

    var eventLoop: any EventLoop { schedule.eventLoop }

    // MARK: What other threads ask for

    /// Replaces the policy with its evidence; requests that wait are decided by the new one.
    func install(_ policy: Policy) {
        processor.install(policy)
        schedule.ticks = TickClock(policy.settings.limits, keyTimeout: policy.settings.keyTimeout)
        for connection in waiting.takeAll() { connection.resume(mayWait: true) }
    }

    /// Installs new evidence, if it is for the present policy; requests that wait for it are decided again.
    func install(_ update: EvidenceUpdate, policy number: Int) {
        guard processor.install(update, policy: number) else { return }
        for connection in waiting.take(update.need) { connection.resume(mayWait: true) }
    }

    /// Has listeners and their open connections speak what is configured now for their addresses.
    func speak(_ dialects: [ListenAddress: Dialect]) {
        for index in listeners.indices {
            if let dialect = dialects[listeners[index].address] { listeners[index].dialect = dialect }
        }
        processor.speak(listeners.map(\.dialect))
    }

    /// The counters as a scrape copies them.
    var counters: LoopCounters {
        var counters = telemetry.counters
        counters.parkedRequests = waiting.count
        processor.addCounts(to: &counters)
        return counters
    }

    /// Announces the end: from here on, answers end their connections.
    ///
    /// The promise succeeds when no connection is left, or when there is no more waiting.
    func announceEnd(_ promise: EventLoopPromise<Void>) { connections.begin(.announced, promise) }

    /// Closes: quiet connections end with the next tick.
    ///
    /// The promise succeeds when no connection is left.
    func drain(_ promise: EventLoopPromise<Void>) { connections.begin(.closing, promise) }

    /// Lets those go on who wait for the last connection to end.
    func stopWaiting() { connections.stopWaiting() }

    /// Closes every connection as it is; begun heads are answered.
    func closeAll() {
        serveBatchedRequests()
        for connection in connections.all { connection.closeAtEnd() }
    }
}

// MARK: Connections

extension Worker {
    /// Counts another connection in, unless there are as many as allowed.
    func admit() -> Bool { load.admit(limit: processor.maxConnections) }

    /// Whether one more refused connection may be listened to after its answer.
    var hasRoomToLinger: Bool { connections.hasRoomToLinger }

    func isEncrypted(listener: Int) -> Bool { listeners[listener].tls != nil }

    func register(_ connection: Connection) {
        connections.add(connection)
        if connection.isRefused {
            telemetry.counters.connectionsRefused += 1
        } else {
            telemetry.counters.connectionsAccepted += 1
            telemetry.counters.connectionsOpen += 1
        }
        scheduleTick()
    }

    func unregister(_ connection: Connection) {
        connections.remove(connection)
        guard !connection.isRefused else { return }
        telemetry.counters.connectionsOpen -= 1
        load.leave()
    }

    func logFailedHandshake(_ error: any Error, listener: Int) {
        telemetry.logFailedHandshake(error, listener: listener)
    }

    /// Keeps a connection whose first unanswered request lacks evidence, and asks for it.
    func wait(_ connection: Connection, for need: Need, since tick: Int) {
        waiting.add(connection, for: need, until: tick + schedule.ticks.parkTimeout)
        telemetry.counters.parkedRequestsTotal += 1
        processor.request(need)
    }

    /// Takes a connection out of those that wait.
    func stopWaiting(_ connection: Connection, for need: Need) { waiting.remove(connection, for: need) }
}

// MARK: Time

extension Worker {
    /// Ticks since the start, see ``TickClock``.
    var tick: Int { schedule.tick }

    /// Whether a tick is scheduled.
    var isTicking: Bool { schedule.isTicking }

    /// Unix seconds.
    func now() -> Double { schedule.clock() }

    private func scheduleTick() {
        // A loop without connections sleeps.
        guard !connections.isEmpty else { return }
        schedule.scheduleTick { self.advanceTick() }
    }

    /// One tick of the clock for timeouts.
    func advanceTick() {
        serveBatchedRequests()
        schedule.advanceTick()
        for connection in waiting.takeExpired(at: tick) { connection.resume(mayWait: false) }
        for connection in connections.all { connection.tick(schedule.ticks, connections.ending) }
        telemetry.logLeftOut()
        if tick % Self.ticksBetweenOverloadLines == 0 { telemetry.logOverload() }
        schedule.endTick()
        scheduleTick()
    }

    /// Counts how long the decisions of a read cycle took, by one more reading of the clock, which it returns.
    func countDurations(of count: Int, since start: Double) -> Double {
        guard count > 0 else { return start }
        let end = now()
        telemetry.counters.durations.count(count, taking: end - start)
        return end
    }

    private func endTurn() {
        serveBatchedRequests()
        sendAnswers()
        processor.endTurn()
        schedule.endTurn()
        if !requests.isEmpty || !answers.isEmpty { schedule.beginTurn() }
    }
}

// MARK: Requests and answers

extension Worker {
    /// Decisions since the start.
    var decisions: Int { processor.decisions }

    /// Signatures that the present policy has had verified.
    var verifications: Int { processor.verifications }

    /// Refuses what needs a signature until the turn ends.
    func stopVerifying() { processor.stopVerifying() }

    /// Whether neither requests nor answers are batched, and no turn is under way.
    var isIdle: Bool { requests.isEmpty && answers.isEmpty && !schedule.isInTurn }

    /// Connections whose requests are batched.
    var batchedRequests: Int { requests.count }

    /// The bytes of answers that have not been sent.
    var batchedAnswerBytes: Int { answers.byteCount }

    /// Puts what a connection sent into the batch, until some others have been read.
    func batchRequests(_ bytes: ByteBuffer, of connection: Connection) {
        schedule.beginTurn()
        requests.append(bytes, for: connection)
        if requests.count == Self.maxBatched { serveBatchedRequests() }
    }

    /// Decides about the requests in the batch.
    func serveBatchedRequests() {
        guard !requests.isEmpty else { return }
        var now = now()
        var start = now
        requests.drain { connection, bytes in
            now = connection.serveBatched(bytes, now: now)
            guard now - start >= Self.maxDelay else { return }
            sendAnswers()
            now = self.now()
            start = now
        }
    }

    /// Processes the first request in some bytes; its answer goes into the batch.
    func process(
        _ bytes: ByteBuffer,
        of connection: Connection,
        _ partialHead: inout RequestHeadParser?,
        now: Double,
        mayWait: Bool
    ) -> RequestOutcome {
        schedule.beginTurn()
        let setting = RequestProcessor.Setting(
            listener: connection.listener,
            now: now,
            mayWait: mayWait && !waiting.isFull,
            isEnding: connections.ending != .none
        )
        return processor.process(bytes.readableBytesUInt8Span, setting, &partialHead) { dialect, status, fields, end in
            unsafe answers.append(for: connection, maxLength: dialect.maxLength(of: fields)) { room in
                unsafe dialect.write(status, fields, end, into: room)
            }
        }
    }

    /// Puts an answer into the batch that no decision has led to, and that ends its connection.
    func answer(_ connection: Connection, _ status: AnswerStatus) {
        if status == .requestTimeout { telemetry.counters.slowRequests += 1 }
        let dialect = listeners[connection.listener].dialect
        let fields = AnswerFields()
        unsafe answers.append(for: connection, maxLength: dialect.maxLength(of: fields)) { room in
            unsafe dialect.write(status, fields, .close, into: room)
        }
    }

    /// Sends the answers in the batch if there are many.
    func limitAnswers() {
        if answers.count >= Self.maxBatched || answers.byteCount >= Connection.flushThreshold { sendAnswers() }
    }

    /// Sends the answers in the batch.
    func sendAnswers() {
        answers.drain { connection, bytes in connection.send(bytes) }
    }
}
