import Glibc
import Synchronization

/// Writes one whole line after the other to a file descriptor, from any thread.
package final class LogLineWriter: Sendable {
    private struct State {
        /// A write failed in the middle of a line, which the next one must not be added to.
        var isLineBroken = false
    }

    private let descriptor: Int32
    /// Held while lines are written, because the system may take them in parts.
    private let state = Mutex(State())

    /// - Parameter descriptor: stays open, and is not closed here.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes the bytes, waiting while the reader is slow.
    ///
    /// - Returns: how many of them were written: fewer than all when the descriptor takes no more, such as on a full disk.
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

    /// Whoever shares the descriptor may have made it one that does not wait.
    private func waitUntilWritable() {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&entry, 1, -1)
    }
}
