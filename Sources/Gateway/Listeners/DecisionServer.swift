package import Authorization
import Bytes
package import Listeners
package import Logging
import NIOCore
import NIOPosix
import Synchronization
package import Telemetry

/// The decision listeners: event loops, each with everything that it needs to decide on its own.
package final class DecisionServer: Sendable {
    /// Where each listener listens, in their order; a port that the system chose is filled in.
    package let addresses: [ListenAddress]
    package let latestRefusals: LatestRefusals
    let group: MultiThreadedEventLoopGroup
    let workers: [LoopWorker]
    let sockets: [ListeningSocket]
    let tls: TLSContexts
    private let policyNumber = Mutex(0)
    private let maxConnections: Atomic<Int>
    let isDraining = Atomic(false)
    /// What was counted when the loops ended.
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

    /// How many event loops decide.
    package var loops: Int { workers.count }

    /// The most connections of all listeners together.
    package var connectionsLimit: Int { maxConnections.load(ordering: .relaxed) }

    /// Starts the loops and opens the listeners; they answer when this returns.
    ///
    /// - Parameters:
    ///   - threads: event loops, 1 or more.
    ///   - evidence: what the loops decide by, and ask for what a decision lacks.
    ///   - inherited: sockets that were opened beforehand; used where they serve a listener's address.
    ///   - clock: Unix time in seconds, asked once in a read cycle.
    /// - Throws: ``ListenError`` or ``TLSFileError`` for the first listener that cannot begin; then nothing is left running.
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

    /// Replaces everything that a reload may change, on every loop, between two requests.
    ///
    /// When this returns, every loop decides by the new settings, and updates from an earlier service are ignored.
    /// Listeners keep their addresses; where one at the same address now speaks another dialect, it changes.
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

    /// Until when the certificates of the listeners' TLS files are valid, in Unix seconds: the earliest of each file.
    package var certificateExpiries: [(listener: ListenAddress, file: String, time: Double)] {
        tls.validity.map { (addresses[$0.listener], $0.validity.path, $0.validity.notAfter) }
    }

    /// Reads the listeners' TLS files anew, for connections that come from here on; this blocks.
    ///
    /// - Parameter files: each listener's, in their order; one that began without TLS goes on without.
    /// - Throws: ``TLSFileError`` for the first that is wrong; then nothing has changed.
    package func replaceTLS(_ files: [TLSFiles?]) throws(TLSFileError) {
        try tls.replace(with: files)
    }

    /// The sum of what all loops have counted.
    package func counters() async -> LoopCounters {
        if let last = finalCounters.withLock({ $0 }) { return last }
        var sum = LoopCounters(listeners: addresses.count)
        for worker in workers {
            // Only a loop that is being shut down has no answer.
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
