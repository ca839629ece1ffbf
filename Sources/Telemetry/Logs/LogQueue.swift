import Dispatch
import Glibc
import Synchronization

/// A bounded queue of log lines with its own writer thread: logging never waits for a slow reader.
///
/// A line after a pause is written at once; lines that follow closely are written together.
///
/// When the queue is full or a write fails, lines are dropped and counted. The next line that fits is preceded by a notice that
/// reports how many are missing.
package final class LogQueue: LogOutput {
    /// Standard error, flushed when the process exits.
    package static let standardError: LogQueue = {
        atexit { LogQueue.standardError.flush(within: 0.4) }
        return LogQueue(descriptor: STDERR_FILENO)
    }()

    /// Microseconds that the thread sleeps after writing, so that lines logged meanwhile need not wake it.
    private static let writePause: UInt32 = 1000

    private struct State {
        var waiting = PendingLogLines()
        /// Whether the thread will read `waiting` again.
        var isScheduled = false
        /// Lost lines that no notice has reported yet.
        var missing = 0
        /// Lost lines since startup.
        var dropped = 0
    }

    private let writer: LogLineWriter
    private let limit: Int
    private let state = Mutex(State())
    private let thread = DispatchQueue(label: "postern.log")

    /// Creates a queue.
    ///
    /// - Parameters:
    ///   - descriptor: is not closed by the queue.
    ///   - limit: the maximum number of bytes in the queue.
    package init(descriptor: Int32, limit: Int = 1 << 20) {
        writer = LogLineWriter(descriptor: descriptor)
        self.limit = limit
    }

    /// Lines lost since startup, because the queue was full or a write failed.
    package var dropped: Int { state.withLock { $0.dropped } }

    /// Appends a line, or drops it if the queue is full.
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

    /// Waits until all lines in the queue are written, at most for the given number of seconds.
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
            usleep(Self.writePause)
        }
    }
}
