/// The phases of a shutdown, in seconds from the first SIGTERM.
package struct ShutdownTimes: Sendable {
    /// How long before the timeout the remaining connections are closed.
    private static let timeToClose = 0.5
    /// How long before the timeout the process exits in any case; the rest is for log lines.
    private static let timeToLeave = 0.25
    /// How long key fetches and snapshots may take to finish.
    package static let keys = 0.15

    private let timeout: Double

    /// Divides the time of a shutdown.
    ///
    /// - Parameter timeout: `limits.drain_timeout`.
    package init(timeout: Double) {
        self.timeout = timeout
    }

    /// How long idle connections are kept, so that proxies see `Connection: close` in an answer.
    package var grace: Double { min(1, timeout / 2) }

    /// How long connections may last; the steps after the last one also count towards the timeout.
    package var connections: Double { max(timeout / 2, timeout - Self.timeToClose) }

    /// When the process exits in any case.
    package var end: Double { max(timeout * 0.75, timeout - Self.timeToLeave) }
}
