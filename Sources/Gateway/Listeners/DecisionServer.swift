package import Authorization
import Bytes
package import Listeners
package import Logging
import NIOCore
import NIOPosix
import Synchronization
package import Telemetry

/// The decision listeners and their event loops, each of which decides without the others.
package final class DecisionServer: Sendable {
    /// The address of each listener, in their order, with the port that the system chose if it was 0.
    package let addresses: [ListenAddress]
    /// The latest refusals of all event loops.
    package let latestRefusals: LatestRefusals
    let group: MultiThreadedEventLoopGroup
    let workers: [LoopWorker]
    let sockets: [ListeningSocket]
    let tls: TLSContexts
    private let policyNumber = Mutex(0)
    private let maxConnections: Atomic<Int>
    let isDraining = Atomic(false)
    /// The counters at the time when the loops stopped; nil before.
    let finalCounters = Mutex<LoopCounters?>(nil)

    private init(
        group: MultiThreadedEventLoopGroup,
        workers: [LoopWorker],
        sockets: [ListeningSocket],
        tls: TLSContexts,
        latestRefusals: LatestRefusals,
        settings: DecisionSettings
    ) {
        self.group = group
        self.workers = workers
        self.sockets = sockets
        self.tls = tls
        self.latestRefusals = latestRefusals
        maxConnections = Atomic(settings.limits.connections)
        addresses = sockets.map(\.address)
    }

    /// The number of event loops.
    package var loops: Int { workers.count }

    /// The maximum number of connections of all listeners together.
    package var connectionsLimit: Int { maxConnections.load(ordering: .relaxed) }

    /// Starts the event loops and opens the listeners.
    ///
    /// - Parameters:
    ///   - listeners: the listeners to open.
    ///   - threads: the number of event loops; at least one is started.
    ///   - settings: the policy and limits to start with.
    ///   - evidence: provides the issuers' keys, and obtains what a decision lacks.
    ///   - logger: for decisions, overload and TLS renewals.
    ///   - inherited: sockets that a service manager opened; used for the listeners whose address they have.
    ///   - clock: Unix time in seconds, read once per read cycle.
    /// - Returns: the server; its listeners accept connections.
    /// - Throws: ``ListenError`` or ``TLSFileError`` for the first listener that cannot start; then nothing is left running.
    package static func start(
        listeners: [DecisionListener],
        threads: Int,
        settings: DecisionSettings,
        evidence: any EvidenceService,
        logger: Logger,
        inherited: InheritedSockets = .none,
        clock: @escaping @Sendable () -> Double = WallClock.now
    ) async throws -> DecisionServer {
        let tls = try TLSContexts(listeners.map(\.tls), logger: logger, clock: clock)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
        let count = ConnectionCount()
        let latestRefusals = LatestRefusals()
        let none = Policy(number: 0, settings: settings, evidence: [], evidenceService: evidence)
        var workers: [LoopWorker] = []
        var sockets: [ListeningSocket] = []
        do {
            for loop in group.makeIterator() {
                let worker = loop.submit {
                    LoopWorker(
                        Worker(
                            eventLoop: loop,
                            listeners: listeners,
                            policy: none,
                            count: count,
                            logger: logger,
                            latestRefusals: latestRefusals,
                            clock: clock
                        )
                    )
                }
                workers.append(try await worker.get())
            }
            deliver(settings, evidence, number: 1, to: workers)
            for index in listeners.indices {
                let listener = listeners[index]
                let bootstrap = bootstrap(
                    index,
                    group: group,
                    workers: workers,
                    tls: tls,
                    count: count,
                    logger: logger
                )
                sockets.append(
                    try await .open(
                        listener.address,
                        bootstrap,
                        on: group,
                        access: listener.access,
                        inherited: inherited
                    )
                )
            }
        } catch {
            for socket in sockets { await socket.close() }
            try? await group.shutdownGracefully()
            throw error
        }
        let server = DecisionServer(
            group: group,
            workers: workers,
            sockets: sockets,
            tls: tls,
            latestRefusals: latestRefusals,
            settings: settings
        )
        server.policyNumber.withLock { $0 = 1 }
        if listeners.contains(where: { $0.tls != nil }) { tls.watch() }
        return server
    }

    /// Applies a reload on every event loop, between two requests.
    ///
    /// When this returns, every loop uses the new settings, and updates from an earlier evidence service are ignored.
    /// Listeners keep their addresses; the dialect of a listener is replaced if `listeners` has its address.
    package func replace(
        settings: DecisionSettings,
        listeners: [DecisionListener]? = nil,
        evidence: any EvidenceService
    ) async {
        let number = policyNumber.withLock { number in
            number += 1
            return number
        }
        maxConnections.store(settings.limits.connections, ordering: .relaxed)
        let dialects = Dictionary(
            (listeners ?? []).map { ($0.address, $0.dialect) },
            uniquingKeysWith: { first, _ in first }
        )
        for worker in workers { worker.execute { $0.speak(dialects) } }
        Self.deliver(settings, evidence, number: number, to: workers)
        for worker in workers { try? await worker.submit { _ in } }
    }

    /// The earliest certificate expiry in each of the listeners' TLS files, in Unix seconds.
    package var certificateExpiries: [(listener: ListenAddress, file: String, time: Double)] {
        tls.validity.map { (addresses[$0.listener], $0.validity.path, $0.validity.notAfter) }
    }

    /// Reads the listeners' TLS files again, for new connections; this blocks.
    ///
    /// - Parameter files: the files of each listener, in their order; a listener started without TLS stays without.
    /// - Throws: ``TLSFileError`` for the first invalid file; then nothing has changed.
    package func replaceTLS(_ files: [TLSFiles?]) throws(TLSFileError) {
        try tls.replace(with: files)
    }

    /// The sum of the counters of all event loops.
    package func counters() async -> LoopCounters {
        if let last = finalCounters.withLock({ $0 }) { return last }
        var sum = LoopCounters(listeners: addresses.count)
        for worker in workers {
            // Only a loop that is shutting down does not answer.
            if let counters = try? await worker.submit({ $0.counters }) { sum.add(counters) }
        }
        return sum
    }

    private static func deliver(
        _ settings: DecisionSettings,
        _ evidence: any EvidenceService,
        number: Int,
        to workers: [LoopWorker]
    ) {
        let delivery = PolicyDelivery(number: number, workers: workers)
        evidence.subscribe { delivery.deliver($0) }
        delivery.send(settings, evidence)
    }
}
