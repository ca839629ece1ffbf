import Authorization
import NIOCore
import NIOEmbedded
import Telemetry
import TestSupport
import Testing

@testable import Gateway

@Suite("More signatures than there is time for")
struct OverloadTests {
    static func get(_ token: String) -> String {
        "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n"
    }

    static let allowed = Answers.answer("200 OK", "X-Auth-Subject: alice", "X-Auth-Company: example")
    static let refused = Answers.answer("503 Service Unavailable", "Retry-After: 1")

    @Test("What needs a signature is refused and keeps its connection; all else is decided; the next turn begins anew")
    func refuses() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        #expect(try client.exchange(Self.get(Fixtures.tokenOne)) == Self.allowed)
        bench.worker.stopVerifying()
        #expect(try client.exchange(Self.get(Fixtures.tokenOne)) == Self.refused)
        #expect(bench.worker.counters.overloadRefusals == 1)
        #expect(Answers.statuses(try client.exchange(Self.get(Fixtures.expiredToken))) == [401])
        #expect(Answers.statuses(try client.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) == [401])
        // The end of the turn, which the first signature has put on the loop's list.
        bench.loop.run()
        #expect(try client.exchange(Self.get(Fixtures.tokenOne)) == Self.allowed)
        #expect(client.isActive)
    }

    @Test("A remembered token needs no signature")
    func remembers() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        // From the second sight on it is remembered.
        for _ in 0..<2 { #expect(try client.exchange(Self.get(Fixtures.tokenOne)) == Self.allowed) }
        bench.worker.stopVerifying()
        #expect(try client.exchange(Self.get(Fixtures.tokenOne)) == Self.allowed)
        #expect(bench.worker.counters.overloadRefusals == 0)
    }

    /// How many signatures of a millisecond each a turn has time for.
    private static func signatures(in turn: inout VerificationBudget) -> Int {
        var time = 0
        var signatures = 0
        repeat {
            signatures += 1
            turn.note()
            time += 1_000_000
        } while turn.hasTime { time } && signatures < 1000
        return signatures
    }

    @Test("Time counts from a turn's sixteenth signature on; a first burst is let through, one after another not")
    func counts() {
        var turn = VerificationBudget()
        // 16 + 12 + 30 and 16 + 12, and what gets through between two looks at the clock.
        for expected in [60, 28, 28] {
            #expect(Self.signatures(in: &turn) == expected)
            turn.end { 1_000_000_000 }
        }
    }

    @Test("Calm times bring the grace back, a hundredth of their length and no more than there was at first")
    func recovers() {
        var turn = VerificationBudget()
        var now = 1_000_000_000
        for (calm, expected) in [(0, 60), (0, 28), (2, 28), (0, 49), (3600, 28), (0, 60)] {
            #expect(Self.signatures(in: &turn) == expected, "after \(calm) s")
            now += calm * 1_000_000_000
            turn.end { now }
        }
    }

    @Test("Refusals are told in the log, with their number")
    func logs() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        bench.worker.stopVerifying()
        for _ in 0..<3 { _ = try client.exchange(Self.get(Fixtures.tokenOne)) }
        bench.advance(seconds: 6)
        #expect(bench.log.lines.filter { $0.message.hasPrefix("overloaded") }.map(\.members) == [["refused": "3"]])
    }

    @Test("A loop that was behind counts as lagging for a moment")
    func lags() {
        let count = ConnectionCount()
        let now = NIODeadline.uptimeNanoseconds(5_000_000_000)
        #expect(!count.isLagging(at: now))
        count.noteLag(at: now)
        #expect(count.isLagging(at: now + .milliseconds(99)))
        #expect(!count.isLagging(at: now + .milliseconds(100)))
    }

    @Test("A listener accepts in batches with pauses while a loop lags")
    func paces() throws {
        let count = ConnectionCount()
        let reads = Reads()
        let channel = EmbeddedChannel(handlers: [reads, AcceptThrottle(count)])
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        channel.read()
        let calm = reads.number
        count.noteLag(at: .now() + .hours(1))
        channel.read()
        channel.read()
        #expect(reads.number == calm)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(10))
        #expect(reads.number == calm + 1)
    }

    /// Counts the reads that reach the transport.
    private final class Reads: ChannelOutboundHandler {
        typealias OutboundIn = Never
        var number = 0
        func read(context: ChannelHandlerContext) {
            number += 1
            context.read()
        }
    }
}
