import Authorization
import NIOCore
import NIOEmbedded
import Telemetry
import TestSupport
import Testing

@testable import Gateway

@Suite("Any interleaving of clients, evidence, time and ends")
struct InterleavingTests {
    private static let maxClients = 6
    /// Fewer than clients, so that some are refused.
    private static let maxConnections = 5
    private static let steps = 90

    /// A policy for every request, so that a refusal tells which request it answers.
    private static let settings: DecisionSettings? = {
        let numbers = 0..<maxClients * HostileClient.maxRequests
        let policies = numbers.map { number in
            ("p\(number)", [Rule(label: "p\(number)", resourceMetadata: "https://r/\(number)")])
        }
        let authorization = try? Fixtures.authorization(policies: Dictionary(uniqueKeysWithValues: policies))
        return authorization.map {
            DecisionSettings(authorization: $0, limits: GatewayLimits(connections: maxConnections, headerTimeout: 2))
        }
    }()

    @Test("Each client has its own answers in order; nothing is left in the end", arguments: 0..<300 as Range<UInt64>)
    func interleaves(seed: UInt64) throws {
        let run = try Run(try #require(Self.settings), seed)
        for _ in 0..<Self.steps {
            try run.step()
            run.checkCounters()
        }
        try run.settle()
        run.end()
    }

    /// One interleaving.
    private final class Run {
        private let seed: UInt64
        private let bench: WorkerBench
        private var random: SeededGenerator
        private var clients: [HostileClient] = []
        private var generation: UInt64 = 1
        private var policy = 1
        /// Whether the last promise has succeeded; nil if the end has not begun.
        private var isEmptied: NIOLoopBoundBox<Bool>?
        private var isClosing = false

        init(_ settings: DecisionSettings, _ seed: UInt64) throws {
            self.seed = seed
            random = SeededGenerator(seed)
            let keys = try Fixtures.keys(Fixtures.keyOne)
            bench = WorkerBench(settings, evidence: [Fixtures.update(keys, generation: 1)])
        }

        func step() throws {
            guard let client = clients.randomElement(using: &random), !random.isOne(in: 12) else {
                return try connect()
            }
            switch Int.random(in: 0..<200, using: &random) {
            case 0..<90: client.send(upTo: length(), breaks: random.isOne(in: 60))
            case 90..<97: client.endOutput(after: length(), &random)
            case 97..<100: client.breakOff(byError: random.isOne(in: 2))
            case 100..<112: client.transport.isSlow.toggle()
            case 112..<122: client.transport.take()
            case 122..<126:
                let pieces = (0..<Int.random(in: 0...4, using: &random)).map { _ in length() }
                client.failWrites(delivering: pieces, junk: random.isOne(in: 4) ? 270_000 : 0)
            case 126..<140: bench.loop.run()
            case 140..<150: bench.worker.serveBatchedRequests()
            case 150..<160: bench.worker.sendAnswers()
            case 160..<175: try installEvidence(random.isOne(in: 2))
            case 175..<178: try reload()
            case 178..<180 where seed % 3 == 0: beginEnd()
            default: advance(random.one(of: [0.25, 0.3, 1]))
            }
        }

        func checkCounters() {
            let counters = bench.worker.counters
            let open = clients.count { $0.isActive && !$0.isRefused }
            #expect(counters.connectionsOpen == open, "seed \(seed)")
            #expect(counters.parkedRequests <= open, "seed \(seed)")
        }

        private func length() -> Int {
            Int.random(in: 1...random.one(of: [3, 60, 400, 2000, 40000]), using: &random)
        }

        private func connect() throws {
            guard clients.count < InterleavingTests.maxClients else { return }
            clients.append(try HostileClient(clients.count, bench, &random))
        }

        /// - Parameter isWhole: whether it brings the second key.
        private func installEvidence(_ isWhole: Bool) throws {
            let keys =
                isWhole ? try Fixtures.keys(Fixtures.keyOne, Fixtures.keyTwo) : try Fixtures.keys(Fixtures.keyOne)
            if !random.isOne(in: 3) { generation += 1 }
            let refusedUntil = random.isOne(in: 4) ? Fixtures.now + 30 : 0
            let update = Fixtures.update(keys, generation: generation, refusedUntil: refusedUntil)
            bench.worker.install(update, policy: random.isOne(in: 10) ? policy - 1 : policy)
        }

        private func reload() throws {
            policy += 1
            let keys = random.isOne(in: 2) ? Fixtures.keyTwo : Fixtures.keyOne
            let update = Fixtures.update(try Fixtures.keys(Fixtures.keyOne, keys), generation: generation)
            bench.worker.install(
                Policy(number: policy, settings: bench.settings, evidence: [update], evidenceService: bench.requests)
            )
        }

        private func advance(_ seconds: Double) {
            for client in clients {
                client.letTimePass()
                if isClosing { client.isExcused = true }
            }
            bench.advance(seconds: seconds)
        }

        private func beginEnd() {
            bench.worker.stopWaiting()
            let promise = bench.loop.makePromise(of: Void.self)
            let isEmptied = NIOLoopBoundBox(false, eventLoop: bench.loop)
            promise.futureResult.whenSuccess { isEmptied.value = true }
            if self.isEmptied == nil {
                bench.worker.announceEnd(promise)
            } else {
                isClosing = true
                bench.worker.drain(promise)
            }
            self.isEmptied = isEmptied
        }

        /// Everybody takes what there is, and sends the rest; the keys come.
        func settle() throws {
            for _ in 0..<2 * HostileClient.maxRequests {
                for client in clients { client.proceed() }
                let keys = try Fixtures.keys(Fixtures.keyOne, Fixtures.keyTwo)
                generation += 1
                bench.worker.install(Fixtures.update(keys, generation: generation), policy: policy)
                bench.loop.run()
            }
            for client in clients { client.check(seed) }
        }

        /// Everybody goes.
        func end() {
            if isEmptied != nil, random.isOne(in: 2) { bench.worker.closeAll() }
            for client in clients {
                if random.isOne(in: 2) { client.endOutput(after: 0, &random) } else { client.breakOff(byError: false) }
            }
            for client in clients { client.proceed() }
            bench.advance(seconds: 10)
            #expect(clients.allSatisfy { !$0.isActive }, "seed \(seed)")
            let counters = bench.worker.counters
            #expect(counters.connectionsOpen == 0, "seed \(seed)")
            #expect(counters.parkedRequests == 0, "seed \(seed)")
            #expect(bench.worker.batchedAnswerBytes == 0, "seed \(seed)")
            #expect(bench.worker.batchedRequests == 0, "seed \(seed)")
            #expect(bench.worker.isIdle, "seed \(seed)")
            #expect(!bench.worker.isTicking, "seed \(seed)")
            #expect(isEmptied?.value != false, "seed \(seed)")
            #expect(bench.worker.hasRoomToLinger, "seed \(seed)")
            // As many connections are free as at first.
            let admitted = (0...InterleavingTests.maxConnections).map { _ in bench.worker.admit() }
            #expect(admitted.count { $0 } == InterleavingTests.maxConnections, "seed \(seed)")
        }
    }
}
