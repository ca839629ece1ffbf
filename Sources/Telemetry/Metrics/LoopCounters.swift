package import Authorization

/// What one event loop has counted: plain integers that nobody else writes.
///
/// A scrape copies the counters on their loop, and adds the copies up.
package struct LoopCounters: Sendable, Equatable {
    /// A listener's row: one place for what was allowed, then one for each reason.
    private static let width = 1 + Reason.allCases.count

    private var decisions: [Int]
    /// Connections that were accepted since the start.
    package var connectionsAccepted = 0
    /// Connections that were refused because there were too many.
    package var connectionsRefused = 0
    /// Connections that are open now.
    package var connectionsOpen = 0
    /// Requests that were answered 400.
    package var malformedRequests = 0
    /// Requests that were answered 431.
    package var oversizedRequests = 0
    /// Requests that were answered 408.
    package var slowRequests = 0
    /// Requests that were answered 503 without a decision, because the loop had no time for their signatures.
    package var overloadRefusals = 0
    /// Requests that wait for keys now.
    package var parkedRequests = 0
    /// Requests that have ever waited for keys.
    package var parkedRequestsTotal = 0
    /// How long the loop worked on each decision.
    package var durations = DurationHistogram()
    /// Tokens that were remembered when they came.
    package var cacheHits = 0
    /// Tokens that were looked for and not remembered.
    package var cacheMisses = 0
    /// Tokens that are remembered now.
    package var cachedTokens = 0
    /// The memory of these, in bytes.
    package var cachedBytes = 0
    /// Refusals without a log line, because there were too many.
    package var refusalsNotLogged = 0

    /// Everything at zero, for that many decision listeners.
    package init(listeners: Int) {
        decisions = Array(repeating: 0, count: listeners * Self.width)
    }

    /// How many decision listeners are counted.
    package var listeners: Int { decisions.count / Self.width }

    /// Counts one decision of a listener; no reason means that the request was allowed.
    @inline(__always)
    package mutating func countDecision(_ reason: Reason?, listener: Int) {
        decisions[Self.index(reason, listener)] += 1
    }

    /// How many decisions of a listener had this reason; none means allowed.
    package func decisions(_ reason: Reason?, listener: Int) -> Int {
        decisions[Self.index(reason, listener)]
    }

    /// Adds another loop's counters, which must be for as many listeners.
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
