import Glibc
import Synchronization

/// Writes whole lines to a file descriptor, from any thread.
package final class LogLineWriter: Sendable {
    private struct State {
        /// Whether a write failed within a line; a line feed is then written before the next line.
        var isLineBroken = false
    }

    private let descriptor: Int32
    /// Locked while lines are written, because the system may accept them in parts.
    private let state = Mutex(State())

    /// Creates a writer.
    ///
    /// - Parameter descriptor: is not closed by the writer.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes lines, and waits for a slow reader.
    ///
    /// - Returns: the number of bytes written; fewer than given after an error, such as a full disk.
    @discardableResult
    package func write(_ lines: [UInt8]) -> Int {
        state.withLock { state in
            if state.isLineBroken {
                guard write(ArraySlice([UInt8(ascii: "\n")])) == 1 else { return 0 }
                state.isLineBroken = false
            }
            let written = write(lines[...])
            state.isLineBroken = written > 0 && lines[written - 1] != UInt8(ascii: "\n")
            return written
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>) -> Int {
        var rest = bytes
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written == 0 {
                break
            } else if errno == EAGAIN {
                waitUntilWritable()
            } else if errno != EINTR {
                break
            }
        }
        return bytes.count - rest.count
    }

    /// Waits for a descriptor that another process has made non-blocking.
    private func waitUntilWritable() {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&entry, 1, -1)
    }
}
