import Dispatch
import Glibc
import Synchronization

/// Takes log lines at once, and writes them on a thread of its own: who logs never waits for a slow reader.
///
/// A line that comes after some quiet is written at once, and those that follow it closely together.
///
/// What is waiting is bounded. A line that finds no room is dropped and counted, and so is one that cannot be written, such as
/// to a full disk. The next line that gets through is preceded by one that says how many are missing.
package final class LogQueue: LogOutput {
    /// Standard error, flushed when the process exits.
    package static let standardError: LogQueue = {
        atexit { LogQueue.standardError.flush(within: 0.4) }
        return LogQueue(descriptor: STDERR_FILENO)
    }()

    /// Microseconds for which the thread rests after writing, so that those who log in the meantime need not wake it.
    private static let rest: UInt32 = 1000

    private struct State {
        var waiting = PendingLogLines()
        /// Whether the thread will look at `waiting` once more.
        var isScheduled = false
        /// Lines lost that no notice has reported.
        var missing = 0
        /// Lines lost since the start.
        var dropped = 0
    }

    private let writer: LogLineWriter
    private let limit: Int
    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "postern.log")

    /// - Parameters:
    ///   - descriptor: stays open, and is not closed here.
    ///   - limit: the most bytes that wait for the thread.
    package init(descriptor: Int32, limit: Int = 1 << 20) {
        writer = LogLineWriter(descriptor: descriptor)
        self.limit = limit
    }

    /// Lines that were lost since the start: those that found no room, and those that could not be written.
    package var dropped: Int { state.withLock { $0.dropped } }

    package func write(_ line: [UInt8], notice: (_ missing: Int) -> [UInt8]) {
        let mustSchedule = state.withLock { state in
            guard state.waiting.bytes.count + line.count <= limit else {
                state.missing += 1
                state.dropped += 1
                return false
            }
            if state.missing > 0 {
                state.waiting.append(notice: notice(state.missing), missing: state.missing)
                state.missing = 0
            }
            state.waiting.append(line)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustSchedule { thread.async { self.writeWaiting() } }
    }

    /// Waits until everything that was taken is written, or for so many seconds.
    package func flush(within seconds: Double) {
        let isWritten = DispatchSemaphore(value: 0)
        thread.async { isWritten.signal() }
        _ = isWritten.wait(timeout: .now() + seconds)
    }

    private func writeWaiting() {
        while true {
            let lines = state.withLock { state in
                var lines = PendingLogLines()
                swap(&lines, &state.waiting)
                if lines.isEmpty { state.isScheduled = false }
                return lines
            }
            guard !lines.isEmpty else { return }
            let lost = lines.lost(after: writer.write(lines.bytes))
            if lost.lines + lost.unreported > 0 {
                state.withLock { state in
                    state.missing += lost.lines + lost.unreported
                    state.dropped += lost.lines
                }
            }
            usleep(Self.rest)
        }
    }
}
