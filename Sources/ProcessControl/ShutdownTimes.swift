/// How the time of a shutdown is shared out, in seconds from the first SIGTERM.
package struct ShutdownTimes: Sendable {
    /// How long before the end connections are closed as they are.
    private static let timeToClose = 0.5
    /// How long before the end the process leaves whatever is still under way; log lines take the rest.
    private static let timeToLeave = 0.25
    /// How long key fetches and snapshots may take to end.
    package static let keys = 0.15

    private let timeout: Double

    /// - Parameter timeout: `limits.drain_timeout`.
    package init(timeout: Double) {
        self.timeout = timeout
    }

    /// How long proxies get to learn of the end from an answer, before quiet connections are closed.
    package var grace: Double { min(1, timeout / 2) }

    /// How long connections may last; what comes after the last one takes time too, and belongs to what was promised.
    package var connections: Double { max(timeout / 2, timeout - Self.timeToClose) }

    /// When the process ends, whatever is still under way.
    package var end: Double { max(timeout * 0.75, timeout - Self.timeToLeave) }
}
