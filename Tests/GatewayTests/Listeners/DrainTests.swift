import NIOCore
import NIOEmbedded
import Telemetry
import Testing

@testable import Gateway

@Suite("Draining and the connection limit, on one loop")
struct DrainTests {
    static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    static let closing = Answers.answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:", "Connection: close")

    /// Begins draining; the box becomes true when no connection is left.
    static func drain(_ bench: WorkerBench) -> NIOLoopBoundBox<Bool> {
        let isDrained = NIOLoopBoundBox(false, eventLoop: bench.loop)
        let promise = bench.loop.makePromise(of: Void.self)
        promise.futureResult.whenSuccess { isDrained.value = true }
        bench.worker.drain(promise)
        return isDrained
    }

    @Test("Idle connections are closed; without connections, draining is complete")
    func closesQuiet() throws {
        let bench = try WorkerBench.anonymous()
        let clients = try (0..<3).map { _ in try bench.connect() }
        _ = try clients[0].exchange(Self.get)
        let isDrained = Self.drain(bench)
        #expect(!isDrained.value)
        bench.advance(seconds: 0.5)
        #expect(clients.allSatisfy { !$0.isActive })
        #expect(isDrained.value)
    }

    @Test("Before that, idle connections are kept and requests are answered with Connection: close")
    func announces() throws {
        let bench = try WorkerBench.anonymous()
        let quiet = try bench.connect()
        let busy = try bench.connect()
        let isOver = NIOLoopBoundBox(false, eventLoop: bench.loop)
        let promise = bench.loop.makePromise(of: Void.self)
        promise.futureResult.whenSuccess { isOver.value = true }
        bench.worker.announceEnd(promise)
        bench.advance(seconds: 3)
        #expect(quiet.isActive)
        #expect(try busy.exchange(Self.get) == Self.closing)
        #expect(!busy.isActive)
        #expect(!isOver.value)
        #expect(try quiet.exchange(Self.get) == Self.closing)
        #expect(isOver.value)
    }

    @Test("A connection whose request is arriving is not treated as idle")
    func sparesYoung() throws {
        let bench = try WorkerBench.anonymous()
        let old = try bench.connect()
        bench.advance(seconds: 1)
        let young = try bench.connect()
        let isDrained = Self.drain(bench)
        bench.advance(seconds: 0.25)
        #expect(!old.isActive)
        #expect(try young.exchange(Self.get) == Self.closing)
        #expect(isDrained.value)
    }

    @Test("Without connections, draining is over at once")
    func endsAtOnce() throws {
        #expect(Self.drain(try WorkerBench.anonymous()).value)
    }

    @Test("A begun request is answered with Connection: close")
    func finishesBegun() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        try client.send("GET / HTTP/1.1\r\n")
        let isDrained = Self.drain(bench)
        bench.advance(seconds: 3)
        #expect(client.isActive)
        #expect(!isDrained.value)
        #expect(try client.exchange("Host: h\r\n\r\n" + Self.get) == Self.closing)
        #expect(!client.isActive)
        #expect(isDrained.value)
    }

    @Test("A request that arrives just then is answered, not cut")
    func answersLate() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        _ = Self.drain(bench)
        #expect(try client.exchange(Self.get) == Self.closing)
    }

    @Test("A request that waits for keys is answered with Connection: close")
    func finishesParked() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        try client.send(ParkingTests.newKeyRequest)
        let isDrained = Self.drain(bench)
        bench.advance(seconds: 1)
        #expect(client.isActive)
        let keys = try Fixtures.keys(Fixtures.keyTwo)
        bench.worker.install(ParkingTests.refreshed(keys, generation: 2), policy: 1)
        #expect(
            try client.answers()
                == Answers.answer("200 OK", "X-Auth-Subject: alice", "X-Auth-Company: example", "Connection: close")
        )
        #expect(isDrained.value)
    }

    @Test("Connections open at the deadline are closed, with 408 for a partial head")
    func closesAll() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        let quiet = try bench.connect()
        try client.send("GET /")
        let isDrained = Self.drain(bench)
        bench.worker.closeAll()
        #expect(try client.answers() == Answers.timeout)
        #expect(try quiet.answers().isEmpty)
        #expect(!client.isActive)
        #expect(isDrained.value)
    }

    @Test("A connection beyond the limit is answered 503 and closed")
    func refusesConnections() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect(isRefused: true)
        #expect(try client.answers() == Answers.full)
        #expect(!client.isActive)
        #expect(bench.worker.counters.connectionsRefused == 1)
        #expect(bench.worker.counters.connectionsAccepted == 0)
        #expect(bench.worker.counters.connectionsOpen == 0)
        #expect(bench.worker.hasRoomToLinger)
    }

    @Test("The count admits up to the limit, and again when one leaves")
    func counts() {
        let count = ConnectionCount()
        #expect((0..<3).map { _ in count.admit(limit: 2) } == [true, true, false])
        count.leave()
        #expect(count.admit(limit: 2))
        #expect(!count.admit(limit: 2))
    }
}
