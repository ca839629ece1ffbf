import Authorization

/// Decision rates by answer in recent intervals.
package struct DecisionRates: Sendable {
    /// Decisions by answer: rates per second in one interval, or counts since startup.
    package struct Answers: Sendable, Equatable {
        /// Answered 200.
        package var allowed = 0.0
        /// Answered 401.
        package var unauthorized = 0.0
        /// Answered 403.
        package var forbidden = 0.0
        /// Answered 503.
        package var unavailable = 0.0

        /// Creates zero values.
        package init() {}

        /// Sums up the counts of all listeners.
        package init(_ counters: LoopCounters) {
            for listener in 0..<counters.listeners {
                allowed += Double(counters.decisions(nil, listener: listener))
                for reason in Reason.allCases {
                    let count = Double(counters.decisions(reason, listener: listener))
                    switch reason.status {
                    case 403: forbidden += count
                    case 503: unavailable += count
                    default: unauthorized += count
                    }
                }
            }
        }

        func rate(since before: Answers, seconds: Double) -> Answers {
            var rate = Answers()
            rate.allowed = (allowed - before.allowed) / seconds
            rate.unauthorized = (unauthorized - before.unauthorized) / seconds
            rate.forbidden = (forbidden - before.forbidden) / seconds
            rate.unavailable = (unavailable - before.unavailable) / seconds
            return rate
        }
    }

    /// The approximate length of an interval, in seconds.
    package static let span = 2.0
    /// The maximum number of intervals: five minutes.
    package static let capacity = 150

    /// The rates of each interval, the oldest first.
    package private(set) var rates: [Answers] = []
    private var last: (counts: Answers, time: Double)

    /// Starts the first interval.
    ///
    /// - Parameter time: seconds on a monotonic clock, as in ``record(_:at:)``.
    package init(at time: Double) {
        last = (Answers(), time)
    }

    /// Ends an interval, with the counts since startup.
    package mutating func record(_ counts: Answers, at time: Double) {
        guard time > last.time else { return }
        if rates.count == Self.capacity { rates.removeFirst() }
        rates.append(counts.rate(since: last.counts, seconds: time - last.time))
        last = (counts, time)
    }
}
