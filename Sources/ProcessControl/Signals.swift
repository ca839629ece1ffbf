import Dispatch
import Glibc
import Synchronization
import Telemetry

/// The handling of SIGHUP, SIGTERM and SIGINT, from startup to exit.
///
/// Signals have a separate thread, so they are handled even if other threads hang.
package final class Signals: Sendable {
    /// What a signal asks the service to do.
    package enum Event: Sendable {
        /// Reload the configuration.
        case reload
        /// Drain and stop.
        case end
    }

    private enum Phase {
        case starting
        case serving
        case ending
    }

    private struct State {
        var phase = Phase.starting
        /// Whether a SIGHUP arrived during startup.
        var isReloadRequested = false
        /// Seconds from the first SIGTERM to the forced exit.
        var timeToEnd: @Sendable () -> Double = { 0 }
        /// Called before the forced exit.
        var expired: @Sendable () -> Void = {}
    }

    /// How long the exit waits for unwritten log lines, in seconds.
    private static let flushTimeout = 0.2

    private let queue = DispatchQueue(label: "postern.signals")
    private let state = Mutex(State())
    private let events: AsyncStream<Event>
    private let input: AsyncStream<Event>.Continuation

    /// Installs the handlers; from then on the default actions of the signals are off.
    package init() {
        (events, input) = AsyncStream.makeStream()
        // The reader of a log pipe may exit.
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGHUP, SIGTERM, SIGINT] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The reference cycle between source and handler keeps both for the life of the process.
            source.setEventHandler { [self] in
                withExtendedLifetime(source) { handle(number) }
            }
            source.resume()
        }
    }

    /// Starts to deliver signals as events, because requests may arrive from now on.
    ///
    /// - Parameters:
    ///   - timeToEnd: see ``limit(timeToEnd:)``.
    ///   - expired: called before a forced exit, to log it.
    /// - Returns: the events, which are buffered until they are read.
    package func serve(timeToEnd: Double, expired: @escaping @Sendable () -> Void) -> AsyncStream<Event> {
        let isReloadRequested = state.withLock { state in
            state.phase = .serving
            state.timeToEnd = { timeToEnd }
            state.expired = expired
            return state.isReloadRequested
        }
        if isReloadRequested { input.yield(.reload) }
        return events
    }

    /// Sets the number of seconds from the first SIGTERM or SIGINT to the forced exit.
    package func limit(timeToEnd: @escaping @Sendable () -> Double) {
        state.withLock { $0.timeToEnd = timeToEnd }
    }

    private func handle(_ number: Int32) {
        let phase = state.withLock { state in
            defer {
                if number != SIGHUP {
                    state.phase = .ending
                } else if state.phase == .starting {
                    state.isReloadRequested = true
                }
            }
            return state.phase
        }
        switch (phase, number) {
        case (.serving, SIGHUP): input.yield(.reload)
        case (_, SIGHUP): break
        // No request has been accepted yet.
        case (.starting, _): exitNow(0)
        case (.serving, _): beginEnd()
        case (.ending, _): exitNow(128 + number)
        }
    }

    private func beginEnd() {
        input.yield(.end)
        let (seconds, expired) = state.withLock { ($0.timeToEnd(), $0.expired) }
        queue.asyncAfter(deadline: .now() + seconds) { [self] in
            expired()
            exitNow(0)
        }
    }

    /// Exits without waiting for other threads.
    private func exitNow(_ status: Int32) {
        LogQueue.standardError.flush(within: Self.flushTimeout)
        _exit(status)
    }
}
