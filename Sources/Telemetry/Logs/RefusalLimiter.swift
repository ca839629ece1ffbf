package import Authorization

/// Which refusals are looked into and get a line: a burst of each reason, then a steady rate; the others are counted.
///
/// Each reason has its own measure, so that a flood of one hides no other.
package struct RefusalLimiter: Sendable {
    /// Lines of one reason at once, and a second after that, on each event loop.
    package static let burst = 1000
    package static let rate = 100.0

    private var buckets: [TokenBucket]

    /// - Parameter now: the time in seconds, as in the other functions.
    package init(now: Double) {
        let bucket = TokenBucket(burst: Self.burst, rate: Self.rate, now: now)
        buckets = Array(repeating: bucket, count: Reason.allCases.count)
    }

    /// Nil when this refusal must go without a line; else how many of its reason did since the last that had one.
    package mutating func take(_ reason: Reason, now: Double) -> Int? {
        buckets[reason.ordinal].take(now: now)
    }

    /// How many refusals went without a line since the last of their reason that had one, where that may be told now.
    package mutating func takeHeldBack(now: Double) -> [(reason: Reason, count: Int)] {
        var told: [(reason: Reason, count: Int)] = []
        for reason in Reason.allCases {
            guard let count = buckets[reason.ordinal].takeHeldBack(now: now) else { continue }
            told.append((reason, count))
        }
        return told
    }
}
