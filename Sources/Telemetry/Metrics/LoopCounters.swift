package import Authorization

/// The counters of one event loop: plain integers that only this loop writes.
///
/// A scrape copies the counters on their loop and sums up the copies.
package struct LoopCounters: Sendable, Equatable {
    /// The number of counters of a listener: one for allowed requests, then one for each reason.
    private static let width = 1 + Reason.allCases.count

    private var decisions: [Int]
    /// Connections accepted since startup.
    package var connectionsAccepted = 0
    /// Connections refused because of the limit.
    package var connectionsRefused = 0
    /// Open connections.
    package var connectionsOpen = 0
    /// Requests answered 400.
    package var malformedRequests = 0
    /// Requests answered 431.
    package var oversizedRequests = 0
    /// Requests answered 408.
    package var slowRequests = 0
    /// Requests answered 503 without a decision, for lack of CPU time for signatures.
    package var overloadRefusals = 0
    /// Requests currently waiting for keys.
    package var parkedRequests = 0
    /// Requests that have waited for keys.
    package var parkedRequestsTotal = 0
    /// The time that the loop worked on each decision.
    package var durations = DurationHistogram()
    /// Token cache hits.
    package var cacheHits = 0
    /// Token cache misses.
    package var cacheMisses = 0
    /// Cached tokens.
    package var cachedTokens = 0
    /// The memory used by cached tokens, in bytes.
    package var cachedBytes = 0
    /// Refusals not logged because of the rate limit.
    package var refusalsNotLogged = 0

    /// Creates counters at zero for a number of decision listeners.
    package init(listeners: Int) {
        decisions = Array(repeating: 0, count: listeners * Self.width)
    }

    /// The number of decision listeners.
    package var listeners: Int { decisions.count / Self.width }

    /// Counts one decision of a listener; nil means that the request was allowed.
    @inline(__always)
    package mutating func countDecision(_ reason: Reason?, listener: Int) {
        decisions[Self.index(reason, listener)] += 1
    }

    /// The number of decisions of a listener with this reason; nil means allowed.
    package func decisions(_ reason: Reason?, listener: Int) -> Int {
        decisions[Self.index(reason, listener)]
    }

    /// Adds the counters of another loop, which must have the same number of listeners.
    package mutating func add(_ other: LoopCounters) {
        for index in decisions.indices { decisions[index] += other.decisions[index] }
        connectionsAccepted += other.connectionsAccepted
        connectionsRefused += other.connectionsRefused
        connectionsOpen += other.connectionsOpen
        malformedRequests += other.malformedRequests
        oversizedRequests += other.oversizedRequests
        slowRequests += other.slowRequests
        overloadRefusals += other.overloadRefusals
        parkedRequests += other.parkedRequests
        parkedRequestsTotal += other.parkedRequestsTotal
        durations.add(other.durations)
        cacheHits += other.cacheHits
        cacheMisses += other.cacheMisses
        cachedTokens += other.cachedTokens
        cachedBytes += other.cachedBytes
        refusalsNotLogged += other.refusalsNotLogged
    }

    @inline(__always)
    private static func index(_ reason: Reason?, _ listener: Int) -> Int {
        listener * width + (reason.map { $0.ordinal + 1 } ?? 0)
    }
}
