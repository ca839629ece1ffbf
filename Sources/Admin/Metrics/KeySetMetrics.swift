package import Authorization

/// One issuer's keys at the moment, as the metrics page tells them.
package struct KeySetMetrics: Sendable {
    package var issuer: String
    package var state: KeyState
    package var usableKeys = 0
    package var rejectedKeys = 0
    /// Seconds since the last good fetch; nil when there was none.
    package var age: Double?
    /// When the next fetch is due, in Unix seconds; nil while one is under way, and for files.
    package var nextFetch: Double?
    package var fetches = 0
    package var failures = 0

    package init(issuer: String, state: KeyState) {
        self.issuer = issuer
        self.state = state
    }

    /// What the page tells of a status.
    ///
    /// - Parameter now: Unix seconds.
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
