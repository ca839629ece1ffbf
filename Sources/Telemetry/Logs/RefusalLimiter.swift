package import Authorization

/// A rate limit per reason for refusals that are described and logged; the others are counted.
///
/// Each reason has its own token bucket, so a frequent reason does not hide the others.
package struct RefusalLimiter: Sendable {
    /// The number of refusals of one reason logged at once, per event loop.
    package static let burst = 1000
    /// The number of refusals of one reason logged per second after a burst, per event loop.
    package static let rate = 100.0

    private var buckets: [TokenBucket]

    /// Creates full buckets.
    ///
    /// - Parameter now: the time in seconds, on the clock of the other functions.
    package init(now: Double) {
        let bucket = TokenBucket(burst: Self.burst, rate: Self.rate, now: now)
        buckets = Array(repeating: bucket, count: Reason.allCases.count)
    }

    /// The number of refusals of this reason suppressed since the last logged one; nil if this one is suppressed too.
    package mutating func take(_ reason: Reason, now: Double) -> Int? {
        buckets[reason.ordinal].take(now: now)
    }

    /// The suppressed refusals of each reason since the last logged one, for reasons that may be logged now.
    package mutating func takeHeldBack(now: Double) -> [(reason: Reason, count: Int)] {
        var suppressed: [(reason: Reason, count: Int)] = []
        for reason in Reason.allCases {
            guard let count = buckets[reason.ordinal].takeHeldBack(now: now) else { continue }
            suppressed.append((reason, count))
        }
        return suppressed
    }
}
