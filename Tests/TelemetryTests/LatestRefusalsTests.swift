import Authorization
import Telemetry
import Testing

@Suite("The latest refusals")
struct LatestRefusalsTests {
    static func refusal(_ reason: Reason, at time: Double) -> Refusal {
        Refusal(time: time, listener: "127.0.0.1:9090", reason: reason)
    }

    @Test("A frequent reason does not hide the others, and memory is bounded")
    func keepsEachReason() {
        let latest = LatestRefusals()
        latest.keep(Self.refusal(.signatureInvalid, at: 1))
        for time in 2...1000 { latest.keep(Self.refusal(.tokenMissing, at: Double(time))) }
        #expect(latest.all.count == LatestRefusals.perReason + 1)
        #expect(latest.all.map(\.time) == [1000, 999, 998, 997, 996, 1])
        #expect(latest.all.last?.reason == .signatureInvalid)
    }

    @Test("Each reason has its own limit, and suppressed refusals are reported by reason")
    func limitsByReason() {
        var limiter = RefusalLimiter(now: 0)
        for _ in 0..<RefusalLimiter.burst { #expect(limiter.take(.tokenMissing, now: 0) == 0) }
        #expect(limiter.take(.tokenMissing, now: 0) == nil)
        #expect(limiter.take(.tokenExpired, now: 0) == 0)
        #expect(limiter.takeHeldBack(now: 0).isEmpty)
        let suppressed = limiter.takeHeldBack(now: 1)
        #expect(suppressed.map(\.reason) == [.tokenMissing])
        #expect(suppressed.map(\.count) == [1])
        #expect(limiter.takeHeldBack(now: 2).isEmpty)
    }
}
