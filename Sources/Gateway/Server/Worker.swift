import Authorization
import Logging
import NIOCore
import ProxyProtocol
import Telemetry

/// Everything that the connections of one event loop share; nothing in it is shared with another loop.
///
/// Made and used on its loop only.
final class Worker {
    /// Waiting requests of one loop; those beyond are judged with the keys at hand.
    static let mostParked = 1024
    /// Refused connections of one loop that are still listened to; those beyond are closed with their answer.
    static let mostLingeringRefusals = 64

    let eventLoop: any EventLoop
    var listeners: [DecisionListener]
    let count: ConnectionCount
    let logger: Logger
    /// All loops' refusals for the status page; touched at most as often as refusals are logged.
    let latestRefusals: LatestRefusals
    let clock: @Sendable () -> Double

    var policy: Policy
    var authorizer: Authorizer
    var headLimits: HeadLimits
    var ticks: TickClock
    var counters: LoopCounters
    /// Decisions since the start.
    var decisions = 0
    var refusalLimiter: RefusalLimiter
    /// Which requests for a policy that is not configured get a line.
    var missingPolicyLimiter: TokenBucket
    /// Which failed TLS handshakes get a line.
    var handshakeLimiter: TokenBucket
    /// Which decisions get a line, the logger's level considered.
    var logging = DecisionLogging.none

    var turn = VerificationTurn()
    /// Requests refused for want of time when this was last logged.
    var overloadRefusalsTold = 0
    var room = RequestRoom()
    /// What was read and waits for others to be read, and whose it is.
    var inbound = ByteBuffer()
    var waitingRequests: [WaitingBytes] = []
    /// Its readable bytes are the answers of the present read cycle; before them are those that wait.
    var outbound: ByteBuffer
    /// Whose the present answers are: the number of a connection.
    var answering = 0
    /// Answers that wait for the end of the turn.
    var waitingAnswers: [WaitingBytes] = []
    var isInTurn = false
    /// Ends the turn; made once, because each closure takes an allocation.
    private(set) var endOfTurn: @Sendable () -> Void = {}

    var connections: [Connection] = []
    /// The number of the connection that came last.
    var lastNumber = 0
    var parked: [Connection] = []
    /// Ticks since the start, see ``TickClock``.
    var tick = 0
    var isTicking = false
    var lingeringRefusals = 0
    /// Whether answers end their connections.
    var isDraining = false
    var closesQuietConnections = false
    /// Who waits for the last connection to end.
    var emptied: EventLoopPromise<Void>?

    init(
        eventLoop: any EventLoop,
        listeners: [DecisionListener],
        policy: Policy,
        count: ConnectionCount,
        logger: Logger,
        latestRefusals: LatestRefusals,
        clock: @escaping @Sendable () -> Double
    ) {
        self.eventLoop = eventLoop
        self.listeners = listeners
        self.count = count
        self.logger = logger
        self.latestRefusals = latestRefusals
        self.clock = clock
        self.policy = policy
        authorizer = Authorizer(policy.settings.authorization)
        headLimits = policy.settings.limits.head
        ticks = TickClock(policy.settings.limits)
        counters = LoopCounters(listeners: listeners.count)
        refusalLimiter = RefusalLimiter(now: clock())
        missingPolicyLimiter = TokenBucket(burst: RefusalLimiter.burst, rate: RefusalLimiter.rate, now: clock())
        handshakeLimiter = TokenBucket(burst: RefusalLimiter.burst, rate: RefusalLimiter.rate, now: clock())
        outbound = ByteBufferAllocator().buffer(capacity: 4096)
        takeSettings()
        let endTurn = NIOLoopBound({ [unowned self] in self.endTurn() }, eventLoop: eventLoop)
        endOfTurn = { endTurn.value() }
    }

    /// Replaces the policy with its evidence; requests that wait are judged by the new one.
    func install(_ policy: Policy) {
        counters.cacheHits += authorizer.cacheHits
        counters.cacheMisses += authorizer.cacheMisses
        self.policy = policy
        authorizer = Authorizer(policy.settings.authorization)
        takeSettings()
        resumeParked { _ in true }
    }

    /// Takes new evidence, if it belongs to the present policy; requests that wait for it are judged anew.
    func install(_ update: EvidenceUpdate, policy number: Int) {
        guard number == policy.number else { return }
        authorizer.install(update)
        resumeParked { $0 == update.need }
    }

    /// Prepares what requests need of the policy, so that they need not look for it.
    private func takeSettings() {
        let settings = policy.settings
        headLimits = settings.limits.head
        ticks = TickClock(settings.limits)
        logging = logger.logLevel <= .info ? settings.logging : .none
        for update in policy.evidence { authorizer.install(update) }
    }
}
