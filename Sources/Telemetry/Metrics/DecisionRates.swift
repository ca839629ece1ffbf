import Authorization

/// How many decisions there were in each of the latest spans of time, by answer; the oldest are forgotten.
package struct DecisionRates: Sendable {
    /// Decisions by answer, as rates a second in one span, or as counts since the start.
    package struct Answers: Sendable, Equatable {
        package var allowed = 0.0
        package var unauthorized = 0.0
        package var forbidden = 0.0
        package var unavailable = 0.0

        package init() {}

        /// The counts of all listeners together.
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

    /// The length of a span in seconds, about.
    package static let span = 2.0
    /// How many spans are kept: five minutes.
    package static let capacity = 150

    /// The oldest first.
    package private(set) var rates: [Answers] = []
    private var last: (counts: Answers, time: Double)

    /// - Parameter time: seconds on a clock that never goes back, as in ``note(_:at:)``.
    package init(at time: Double) {
        last = (Answers(), time)
    }

    /// Ends a span.
    package mutating func record(_ counts: Answers, at time: Double) {
        guard time > last.time else { return }
        if rates.count == Self.capacity { rates.removeFirst() }
        rates.append(counts.rate(since: last.counts, seconds: time - last.time))
        last = (counts, time)
    }
}
