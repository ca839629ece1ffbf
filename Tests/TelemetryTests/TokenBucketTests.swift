import Telemetry
import Testing

@Suite("The token bucket")
struct TokenBucketTests {
    @Test("A burst passes, then what the rate allows; the rest is counted")
    func limits() {
        var bucket = TokenBucket(burst: 3, rate: 2, now: 100)
        #expect((0..<5).map { _ in bucket.take(now: 100) } == [0, 0, 0, nil, nil])
        #expect(bucket.take(now: 100.4) == nil)
        #expect(bucket.take(now: 100.5) == 3)
        #expect(bucket.take(now: 100.9) == nil)
        #expect(bucket.take(now: 101) == 1)
        #expect(bucket.take(now: 200) == 0)
        #expect((0..<5).map { _ in bucket.take(now: 200) } == [0, 0, nil, nil, nil])
    }

    @Test("Suppressed events can be reported once, when tokens are available")
    func tells() {
        var bucket = TokenBucket(burst: 1, rate: 1, now: 0)
        #expect(bucket.takeHeldBack(now: 0) == nil)
        #expect(bucket.take(now: 0) == 0)
        #expect(bucket.take(now: 0) == nil)
        #expect(bucket.takeHeldBack(now: 0.5) == nil)
        #expect(bucket.takeHeldBack(now: 1) == 1)
        #expect(bucket.takeHeldBack(now: 5) == nil)
    }

    @Test("A clock that is set back adds no tokens")
    func survivesClocks() {
        var bucket = TokenBucket(burst: 1, rate: 1, now: 1000)
        #expect(bucket.take(now: 1000) == 0)
        #expect(bucket.take(now: 0) == nil)
        #expect(bucket.take(now: 0.5) == nil)
        #expect(bucket.take(now: 1.1) == 2)
    }
}
