import Dispatch
import Glibc
import Synchronization
import Telemetry

/// The signals that the service obeys, from its start to the end of the process.
///
/// They have a thread of their own: whatever hangs elsewhere, a signal is obeyed.
package final class Signals: Sendable {
    /// What the service is to do next.
    package enum Event: Sendable {
        case reload
        case end
    }

    private enum Phase {
        case starting
        case serving
        case ending
    }

    private struct State {
        var phase = Phase.starting
        /// A SIGHUP came before the service could obey it.
        var isReloadRequested = false
        /// Seconds from the first SIGTERM to the end of the process, whatever is still under way.
        var timeToEnd: @Sendable () -> Double = { 0 }
        /// Called when that time is over.
        var expired: @Sendable () -> Void = {}
    }

    /// How long the end waits for log lines that nobody reads, in seconds.
    private static let flushTimeout = 0.2

    private let queue = DispatchQueue(label: "postern.signals")
    private let state = Mutex(State())
    private let events: AsyncStream<Event>
    private let input: AsyncStream<Event>.Continuation

    /// From here on, no signal ends the process by itself.
    package init() {
        (events, input) = AsyncStream.makeStream()
        // A log that is read through a pipe may lose its reader.
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGHUP, SIGTERM, SIGINT] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            // The handler keeps the source, and the source its handler: both last as long as the process.
            source.setEventHandler { [self] in
                withExtendedLifetime(source) { handle(number) }
            }
            source.resume()
        }
    }

    /// Passes signals on from here on, because requests may come; what they ask for is kept until somebody looks.
    ///
    /// - Parameters:
    ///   - timeToEnd: see ``limit(timeToEnd:)``.
    ///   - expired: called when this time is over, to say so.
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

    /// Sets how many seconds there are from the first SIGTERM or SIGINT to the end of the process, whatever is still under way.
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
        // Nothing has been promised to anybody yet.
        case (.starting, _): leave(0)
        case (.serving, _): beginEnd()
        case (.ending, _): leave(128 + number)
        }
    }

    private func beginEnd() {
        input.yield(.end)
        let (seconds, expired) = state.withLock { ($0.timeToEnd(), $0.expired) }
        queue.asyncAfter(deadline: .now() + seconds) { [self] in
            expired()
            leave(0)
        }
    }

    /// Ends the process without a look at what its other threads do.
    private func leave(_ status: Int32) {
        LogQueue.standardError.flush(within: Self.flushTimeout)
        _exit(status)
    }
}
