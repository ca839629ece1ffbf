import Authorization
import JOSE
import NIOCore
import NIOEmbedded
import Telemetry
import Testing

@testable import Gateway

@Suite("Requests that wait for keys")
struct ParkingTests {
    static func request(_ token: String) -> String {
        "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n"
    }

    static let newKeyRequest = request(Fixtures.tokenTwo)

    /// The state after a refresh that an unknown key asked for.
    static func refreshed(_ keys: JWKSet, generation: UInt64) -> EvidenceUpdate {
        Fixtures.update(keys, generation: generation, refusedUntil: Fixtures.now + 30)
    }

    @Test("A token of a new key waits for the refresh, and is judged by its result")
    func waitsForNewKey() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        #expect(try client.exchange(Self.newKeyRequest).isEmpty)
        #expect(bench.requests.needs == [Fixtures.need])
        #expect(bench.worker.counters.parkedRequests == 1)
        let keys = try Fixtures.keys(Fixtures.keyOne, Fixtures.keyTwo)
        bench.worker.install(Self.refreshed(keys, generation: 2), policy: 1)
        #expect(try client.answers() == Answers.alice)
        #expect(bench.worker.counters.parkedRequests == 0)
        #expect(bench.worker.counters.parkedRequestsTotal == 1)
        #expect(try client.exchange(Self.newKeyRequest) == Answers.alice)
    }

    @Test("A refresh that does not bring the key refuses")
    func refusesAfterRefresh() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        try client.send(Self.newKeyRequest)
        bench.worker.install(Self.refreshed(try Fixtures.keys(Fixtures.keyOne), generation: 1), policy: 1)
        #expect(Answers.statuses(try client.answers()) == [401])
        #expect(bench.worker.counters.decisions(.keyUnknown, listener: 0) == 1)
        // Until the next refresh is possible, nobody waits.
        #expect(Answers.statuses(try client.exchange(Self.newKeyRequest)) == [401])
        #expect(bench.requests.needs == [Fixtures.need])
    }

    @Test("Answers before the waiting request are sent, requests behind it wait their turn")
    func keepsOrder() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        let known = Self.request(Fixtures.tokenOne)
        let none = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
        #expect(try client.exchange(known + Self.newKeyRequest + none + known) == Answers.alice)
        let keys = try Fixtures.keys(Fixtures.keyOne, Fixtures.keyTwo)
        bench.worker.install(Self.refreshed(keys, generation: 2), policy: 1)
        let writes = try client.writes()
        #expect(writes.count == 1)
        #expect(Answers.statuses(writes.joined()) == [200, 401, 200])
    }

    @Test(
        "A request waits longer than a fetch may take, and two seconds at least; then it is judged with the keys at hand",
        arguments: [(1, 1.9), (5, 5.2), (60, 60.2)] as [(Double, Double)]
    )
    func hasDeadline(keyTimeout: Double, wait: Double) throws {
        let bench = try WorkerBench.tokens(keyTimeout: keyTimeout)
        let client = try bench.connect()
        bench.advance(seconds: 100)
        try client.send(Self.newKeyRequest)
        bench.advance(seconds: wait)
        #expect(try client.answers().isEmpty)
        bench.advance(seconds: 0.7)
        #expect(Answers.statuses(try client.answers()) == [401])
    }

    @Test("A slow refresh is waited for, and its result counts; a reload sets the time anew")
    func waitsForSlowRefresh() throws {
        let bench = try WorkerBench.tokens(keyTimeout: 1)
        var settings = bench.settings
        settings.keyTimeout = 8
        bench.worker.install(
            Policy(
                number: 2,
                settings: settings,
                evidence: [Fixtures.update(try Fixtures.keys(Fixtures.keyOne), generation: 1)],
                evidenceService: bench.requests
            )
        )
        let client = try bench.connect()
        try client.send(Self.newKeyRequest)
        bench.advance(seconds: 7.9)
        #expect(try client.answers().isEmpty)
        bench.worker.install(Self.refreshed(try Fixtures.keys(Fixtures.keyTwo), generation: 2), policy: 2)
        #expect(try client.answers() == Answers.alice)
    }

    @Test("Updates that do not settle the question do not move the deadline")
    func keepsDeadline() throws {
        let bench = try WorkerBench.tokens(keyTimeout: 1)
        let client = try bench.connect()
        try client.send(Self.newKeyRequest)
        for generation in 2..<6 as Range<UInt64> {
            bench.advance(seconds: 0.45)
            // A scheduled refresh: it leaves refreshes for unknown keys allowed.
            bench.worker.install(Fixtures.update(try Fixtures.keys(Fixtures.keyOne), generation: generation), policy: 1)
            #expect(try client.answers().isEmpty)
        }
        bench.advance(seconds: 0.7)
        #expect(Answers.statuses(try client.answers()) == [401])
    }

    @Test("Only so many wait; the next is judged at once")
    func bounds() throws {
        let bench = try WorkerBench.tokens()
        let clients = try (0..<Worker.maxWaiting).map { _ in try bench.connect() }
        for client in clients { #expect(try client.exchange(Self.newKeyRequest).isEmpty) }
        let client = try bench.connect()
        #expect(Answers.statuses(try client.exchange(Self.newKeyRequest)) == [401])
        let keys = try Fixtures.keys(Fixtures.keyTwo)
        bench.worker.install(Self.refreshed(keys, generation: 2), policy: 1)
        for client in clients { #expect(try client.answers() == Answers.alice) }
        #expect(bench.worker.counters.parkedRequests == 0)
    }

    @Test("Keys for an older policy are ignored; a new policy judges anew")
    func followsPolicies() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        try client.send(Self.newKeyRequest)
        let keys = try Fixtures.keys(Fixtures.keyTwo)
        bench.worker.install(Self.refreshed(keys, generation: 2), policy: 0)
        #expect(try client.answers().isEmpty)
        let policy = Policy(
            number: 2,
            settings: bench.settings,
            evidence: [Fixtures.update(keys, generation: 1)],
            evidenceService: bench.requests
        )
        bench.worker.install(policy)
        #expect(try client.answers() == Answers.alice)
        bench.worker.install(Self.refreshed(try Fixtures.keys(Fixtures.keyOne), generation: 9), policy: 1)
        #expect(try client.exchange(Self.newKeyRequest) == Answers.alice)
    }

    @Test("A client that goes away no longer waits")
    func forgets() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        try client.send(Self.newKeyRequest)
        client.channel.close(promise: nil)
        #expect(bench.worker.counters.parkedRequests == 0)
        #expect(bench.worker.counters.parkedRequests == 0)
        #expect(bench.worker.counters.connectionsOpen == 0)
    }

    @Test("A client that has ended its side is still answered")
    func answersHalfClosed() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        try client.send(Self.newKeyRequest + Self.request(Fixtures.tokenOne))
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(client.isActive)
        let keys = try Fixtures.keys(Fixtures.keyOne, Fixtures.keyTwo)
        bench.worker.install(Self.refreshed(keys, generation: 2), policy: 1)
        #expect(try client.answers() == Answers.alice + Answers.alice)
        #expect(!client.isActive)
    }

    @Test("The same set again does not forget verified tokens; another does")
    func installsOnlyNewSets() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        let request = Self.request(Fixtures.tokenOne)
        for _ in 0..<3 { #expect(try client.exchange(request) == Answers.alice) }
        #expect(bench.worker.counters.cachedTokens == 1)
        bench.worker.install(Fixtures.update(try Fixtures.keys(Fixtures.keyOne), generation: 1), policy: 1)
        #expect(bench.worker.counters.cacheHits == 1)
        #expect(try client.exchange(request) == Answers.alice)
        #expect(bench.worker.counters.cacheHits == 2)
        bench.worker.install(Fixtures.update(try Fixtures.keys(Fixtures.keyTwo), generation: 2), policy: 1)
        try client.send(request)
        bench.worker.install(Self.refreshed(try Fixtures.keys(Fixtures.keyTwo), generation: 2), policy: 1)
        #expect(Answers.statuses(try client.answers()) == [401])
    }

    @Test("An update for an issuer that the policy does not have changes nothing")
    func ignoresUnknownIssuers() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        let keys = try Fixtures.keys(Fixtures.keyTwo)
        for issuer in [-1, 1, 100] {
            bench.worker.install(Fixtures.update(keys, generation: 5, issuer: issuer), policy: 1)
        }
        #expect(try client.exchange(Self.request(Fixtures.tokenOne)) == Answers.alice)
    }
}
