/// Lets a burst pass, then a steady rate, and counts what it held back.
package struct TokenBucket: Sendable {
    private let burst: Double
    private let rate: Double
    private var tokens: Double
    private var filledAt: Double
    private var suppressed = 0

    /// A full bucket.
    ///
    /// - Parameters:
    ///   - burst: how many pass at once, 1 or more.
    ///   - rate: how many pass a second after that.
    ///   - now: the time in seconds, as in ``take(now:)``.
    package init(burst: Int, rate: Double, now: Double) {
        self.burst = Double(burst)
        self.rate = rate
        tokens = Double(burst)
        filledAt = now
    }

    /// Nil when the event must be held back; else how many were since the last one that passed.
    package mutating func take(now: Double) -> Int? {
        fill(now)
        guard tokens >= 1 else {
            suppressed += 1
            return nil
        }
        return pass()
    }

    /// How many events were held back since the last one that passed, if there were any and one may pass now.
    package mutating func takeHeldBack(now: Double) -> Int? {
        fill(now)
        guard suppressed > 0, tokens >= 1 else { return nil }
        return pass()
    }

    /// A clock that goes back gives nothing, and takes nothing away.
    private mutating func fill(_ now: Double) {
        tokens = min(burst, tokens + max(0, now - filledAt) * rate)
        filledAt = now
    }

    private mutating func pass() -> Int {
        tokens -= 1
        defer { suppressed = 0 }
        return suppressed
    }
}
