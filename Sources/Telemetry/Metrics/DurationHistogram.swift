/// A histogram of durations with fixed buckets; counting does not allocate.
package struct DurationHistogram: Sendable, Equatable {
    /// The upper bounds of the buckets in seconds; a last bucket has no bound.
    ///
    /// A cached token takes a few microseconds, a signature tens or hundreds; anything beyond a millisecond is unusual.
    package static let bounds = [
        2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 5e-2, 0.25, 1,
    ]

    private let bounds = Self.bounds
    /// The number of durations in each bucket, not cumulative.
    package private(set) var counts = [Int](repeating: 0, count: Self.bounds.count + 1)
    /// The sum of all durations, in seconds.
    package private(set) var sum = 0.0

    /// Creates an empty histogram.
    package init() {}

    /// The number of durations.
    package var total: Int { counts.reduce(0, +) }

    /// An upper bound of a quantile of the durations.
    ///
    /// - Parameter quantile: greater than 0, at most 1.
    /// - Returns: seconds; nil without durations, or if the quantile is above the last bound.
    package func upperBound(ofQuantile quantile: Double) -> Double? {
        let enough = quantile * Double(total)
        var sum = 0
        for (bound, count) in zip(bounds, counts) {
            sum += count
            if sum > 0, Double(sum) >= enough { return bound }
        }
        return nil
    }

    /// Adds `count` durations of `seconds` in total, each as their mean; a negative total counts as 0.
    package mutating func count(_ count: Int, taking seconds: Double) {
        guard count > 0 else { return }
        let seconds = max(0, seconds)
        let mean = seconds / Double(count)
        var bucket = 0
        while bucket < bounds.count, mean > bounds[bucket] { bucket += 1 }
        counts[bucket] += count
        sum += seconds
    }

    /// Adds the counts of another histogram.
    package mutating func add(_ other: DurationHistogram) {
        for bucket in counts.indices { counts[bucket] += other.counts[bucket] }
        sum += other.sum
    }
}
