package import Authorization

/// The state of one issuer's keys for the metrics page.
package struct KeySetMetrics: Sendable {
    /// The issuer's identifier.
    package var issuer: String
    /// The state of its keys.
    package var state: KeyState
    /// The number of usable keys.
    package var usableKeys = 0
    /// The number of rejected keys.
    package var rejectedKeys = 0
    /// Seconds since the last successful fetch; nil if there was none.
    package var age: Double?
    /// When the next fetch is due, in Unix seconds; nil during a fetch, and for files.
    package var nextFetch: Double?
    /// The number of fetches.
    package var fetches = 0
    /// The number of failed fetches.
    package var failures = 0

    /// Creates metrics without keys and fetches.
    package init(issuer: String, state: KeyState) {
        self.issuer = issuer
        self.state = state
    }

    /// Creates the metrics of a status.
    ///
    /// - Parameters:
    ///   - status: the issuer's status.
    ///   - now: Unix seconds.
    package init(_ status: IssuerStatus, now: Double) {
        self.init(issuer: status.issuer, state: status.state)
        usableKeys = status.keys.count
        rejectedKeys = status.rejections.count
        age = status.lastSuccess.map { now - $0 }
        nextFetch = status.nextRefresh
        fetches = Int(clamping: status.fetches)
        failures = Int(clamping: status.failures)
    }
}
