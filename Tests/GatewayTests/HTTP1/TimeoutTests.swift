import NIOCore
import NIOEmbedded
import Telemetry
import Testing

@testable import Gateway

@Suite("Timeouts")
struct TimeoutTests {
    static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    static let limits = GatewayLimits(headerTimeout: 5, idleTimeout: 60)

    @Test("A head that is not whole in time is 408, however busy the client is")
    func limitsHeads() throws {
        let bench = try WorkerBench.anonymous(Self.limits)
        let client = try bench.connect()
        bench.advance(seconds: 30)
        #expect(try client.exchange("GET / HTTP/1.1\r\nHost: h\r\nA: ").isEmpty)
        for _ in 0..<4 {
            bench.advance(seconds: 1.2)
            #expect(try client.exchange("a").isEmpty)
        }
        bench.advance(seconds: 0.8)
        #expect(try client.answers() == Answers.timeout)
        #expect(!client.isActive)
        #expect(bench.worker.counters.slowRequests == 1)
    }

    @Test("The time runs from a head's first byte, not from the connection's")
    func startsWithTheHead() throws {
        let bench = try WorkerBench.anonymous(Self.limits)
        let client = try bench.connect()
        for _ in 0..<4 {
            bench.advance(seconds: 4)
            #expect(try client.exchange("GET / HTTP/1.1\r\n").isEmpty)
            bench.advance(seconds: 4)
            #expect(try client.exchange("Host: h\r\n\r\n") == Answers.empty)
        }
    }

    @Test("A pipelined head begins when it is first seen")
    func timesPipelinedHeads() throws {
        let bench = try WorkerBench.anonymous(Self.limits)
        let client = try bench.connect()
        #expect(try client.exchange(Self.get + "GET /") == Answers.empty)
        bench.advance(seconds: 4.9)
        #expect(client.isActive)
        bench.advance(seconds: 0.7)
        #expect(try client.answers() == Answers.timeout)
    }

    @Test("A quiet connection is closed without an answer")
    func limitsIdling() throws {
        let bench = try WorkerBench.anonymous(Self.limits)
        let client = try bench.connect()
        for _ in 0..<3 {
            bench.advance(seconds: 55)
            #expect(try client.exchange(Self.get) == Answers.empty)
        }
        bench.advance(seconds: 59.9)
        #expect(client.isActive)
        bench.advance(seconds: 1)
        #expect(!client.isActive)
        #expect(try client.answers().isEmpty)
        #expect(bench.worker.counters.connectionsOpen == 0)
    }

    @Test("A loop without connections has no timer")
    func sleeps() throws {
        let bench = try WorkerBench.anonymous(Self.limits)
        #expect(!bench.worker.isTicking)
        let client = try bench.connect()
        #expect(bench.worker.isTicking)
        client.channel.close(promise: nil)
        bench.advance(seconds: 1)
        #expect(!bench.worker.isTicking)
        let tick = bench.worker.tick
        bench.advance(seconds: 10)
        #expect(bench.worker.tick == tick)
        let second = try bench.connect()
        bench.advance(seconds: 1)
        #expect(bench.worker.tick > tick)
        #expect(second.isActive)
    }

    @Test("Extreme limits make no trap", arguments: [0, 1e-9, 1e300, .infinity])
    func survivesExtremes(seconds: Double) throws {
        let ticks = TickClock(GatewayLimits(headerTimeout: seconds, idleTimeout: seconds), keyTimeout: 5)
        #expect(ticks.length > 0)
        #expect(ticks.headerTimeout >= 1)
        #expect(ticks.idleTimeout >= 1)
    }

    @Test("Only the connection that is late is closed")
    func closesOne() throws {
        let bench = try WorkerBench.anonymous(Self.limits)
        let clients = try (0..<5).map { _ in try bench.connect() }
        try clients[1].send("G")
        bench.advance(seconds: 6)
        #expect(clients.map(\.isActive) == [true, false, true, true, true])
        #expect(bench.worker.counters.connectionsOpen == 4)
    }
}
