/// A token bucket that counts suppressed events.
package struct TokenBucket: Sendable {
    private let burst: Double
    private let rate: Double
    private var tokens: Double
    private var filledAt: Double
    private var suppressed = 0

    /// Creates a full bucket.
    ///
    /// - Parameters:
    ///   - burst: the number of events that may pass at once, at least 1.
    ///   - rate: the number of events per second after that.
    ///   - now: the time in seconds, on the clock of ``take(now:)``.
    package init(burst: Int, rate: Double, now: Double) {
        self.burst = Double(burst)
        self.rate = rate
        tokens = Double(burst)
        filledAt = now
    }

    /// The number of events suppressed since the last one that passed; nil if this one is suppressed too.
    package mutating func take(now: Double) -> Int? {
        fill(now)
        guard tokens >= 1 else {
            suppressed += 1
            return nil
        }
        return pass()
    }

    /// The number of events suppressed since the last one that passed; nil if there are none or none may pass now.
    package mutating func takeHeldBack(now: Double) -> Int? {
        fill(now)
        guard suppressed > 0, tokens >= 1 else { return nil }
        return pass()
    }

    /// Adds the tokens since the last call; none if the clock was set back.
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
