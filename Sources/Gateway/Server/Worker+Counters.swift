import Authorization
import Telemetry

/// What the loop has counted.
extension Worker {
    /// The counters as a scrape copies them, with what the authorizer counts; its own begin anew with each policy.
    var presentCounters: LoopCounters {
        var present = counters
        present.cacheHits += authorizer.cacheHits
        present.cacheMisses += authorizer.cacheMisses
        present.cachedTokens = authorizer.cachedTokenCount
        present.cachedBytes = authorizer.cachedTokenBytes
        return present
    }

    /// Counts how long the decisions of a read cycle took, by one more reading of the clock, which it returns.
    func countDurations(of count: Int, since start: Double) -> Double {
        guard count > 0 else { return start }
        let end = clock()
        counters.durations.count(count, taking: end - start)
        return end
    }
}
