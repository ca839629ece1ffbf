/// How long things took, counted in fixed buckets; nothing is allocated after it was made.
package struct DurationHistogram: Sendable, Equatable {
    /// The buckets' upper bounds in seconds; one more bucket has no bound.
    ///
    /// A remembered token takes a few microseconds, a signature tens or hundreds; what is beyond a millisecond is worth
    /// knowing whatever it was.
    package static let bounds = [
        2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 5e-2, 0.25, 1,
    ]

    private let bounds = Self.bounds
    /// How many fell into each bucket, and into none before it.
    package private(set) var counts = [Int](repeating: 0, count: Self.bounds.count + 1)
    /// The sum of all durations, in seconds.
    package private(set) var sum = 0.0

    package init() {}

    /// How many durations were counted.
    package var total: Int { counts.reduce(0, +) }

    /// A bound that this quantile of all durations kept below; nil without any, or when it was beyond all bounds.
    ///
    /// - Parameter quantile: more than 0, up to 1.
    package func upperBound(ofQuantile quantile: Double) -> Double? {
        let enough = quantile * Double(total)
        var sum = 0
        for (bound, count) in zip(bounds, counts) {
            sum += count
            if sum > 0, Double(sum) >= enough { return bound }
        }
        return nil
    }

    /// Counts `count` durations that took `seconds` together, each as their mean.
    ///
    /// What a stepped clock made negative is counted as nothing.
    package mutating func count(_ count: Int, taking seconds: Double) {
        guard count > 0 else { return }
        let seconds = max(0, seconds)
        let mean = seconds / Double(count)
        var bucket = 0
        while bucket < bounds.count, mean > bounds[bucket] { bucket += 1 }
        counts[bucket] += count
        sum += seconds
    }

    /// Adds what another histogram has counted.
    package mutating func add(_ other: DurationHistogram) {
        for bucket in counts.indices { counts[bucket] += other.counts[bucket] }
        sum += other.sum
    }
}
