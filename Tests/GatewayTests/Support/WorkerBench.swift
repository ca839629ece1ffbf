import Authorization
import Listeners
import Logging
import NIOCore
import NIOEmbedded
import ProxyProtocol
import Synchronization
import Telemetry
import TestSupport

@testable import Gateway

/// One worker on an embedded loop, with as many embedded connections as a test wants.
final class WorkerBench {
    /// What was asked for, from any thread.
    final class Requests: EvidenceService {
        private let list = Mutex<[Need]>([])
        var needs: [Need] { list.withLock { $0 } }
        func subscribe(_ deliver: @escaping @Sendable (EvidenceUpdate) -> Void) {}
        func request(_ need: Need) { list.withLock { $0.append(need) } }
    }

    let loop = EmbeddedEventLoop()
    let clock = TestClock()
    let log = CapturedLog(level: .info)
    let requests = Requests()
    let latestRefusals = LatestRefusals()
    let settings: DecisionSettings
    let worker: Worker

    init(_ settings: DecisionSettings, dialect: Dialect = .nginx, evidence: [EvidenceUpdate] = []) {
        self.settings = settings
        worker = Worker(
            eventLoop: loop,
            listeners: [DecisionListener(address: .tcp(host: "127.0.0.1", port: 9090), dialect: dialect)],
            policy: Policy(number: 1, settings: settings, evidence: evidence, evidenceService: requests),
            count: ConnectionCount(),
            logger: log.logger,
            latestRefusals: latestRefusals,
            clock: clock.now
        )
    }

    /// A bench whose every request is allowed.
    static func anonymous(
        _ limits: GatewayLimits = GatewayLimits(),
        dialect: Dialect = .nginx
    ) throws -> WorkerBench {
        let authorization = try Fixtures.authorization(rules: [Fixtures.anonymous])
        return WorkerBench(DecisionSettings(authorization: authorization, limits: limits), dialect: dialect)
    }

    /// A bench that wants tokens, with key `one` at hand.
    static func tokens(keyTimeout: Double = 5) throws -> WorkerBench {
        let settings = DecisionSettings(authorization: try Fixtures.authorization(), keyTimeout: keyTimeout)
        let keys = try Fixtures.keys(Fixtures.keyOne)
        return WorkerBench(settings, evidence: [Fixtures.update(keys, generation: 1)])
    }

    func connect(isRefused: Bool = false, socket: PlainSocket? = nil) throws -> BenchConnection {
        try BenchConnection(self, isRefused: isRefused, socket: socket)
    }

    /// A client whose connection sends past its channel.
    func connectWithSocket() throws -> (client: BenchConnection, socket: SocketPair) {
        let socket = SocketPair()
        return (try connect(socket: PlainSocket(descriptor: socket.server)), socket)
    }

    /// Lets as many ticks pass as fit into the time.
    func advance(seconds: Double) {
        loop.advanceTime(by: .nanoseconds(Int64(seconds * 1e9)))
    }
}
