/// One issuer's keys at the moment, as the metrics page tells them.
package struct KeySetMetrics: Sendable {
    package var issuer: String
    /// The state's name, one of ``MetricsPage/keySetStates``.
    package var state: String
    package var usableKeys = 0
    package var rejectedKeys = 0
    /// Seconds since the last good fetch; nil when there was none.
    package var age: Double?
    /// When the next fetch is due, in Unix seconds; nil while one is under way, and for files.
    package var nextFetch: Double?
    package var fetches = 0
    package var failures = 0

    package init(issuer: String, state: String) {
        self.issuer = issuer
        self.state = state
    }
}
