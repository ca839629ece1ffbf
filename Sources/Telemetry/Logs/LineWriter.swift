import Glibc
import Synchronization

/// Writes one whole line after the other to a file descriptor, from any thread.
package final class LineWriter: Sendable {
    private let descriptor: Int32
    /// Held while a line is written, because the system may take it in parts.
    private let turn = Mutex(())

    /// - Parameter descriptor: stays open, and is not closed here.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes the bytes, waiting while the reader is slow.
    package func write(_ line: [UInt8]) {
        turn.withLock { _ in
            var rest = line[...]
            while !rest.isEmpty {
                let written = unsafe rest.withUnsafeBytes { bytes in
                    unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                }
                if written >= 0 {
                    rest = rest.dropFirst(written)
                } else if errno == EAGAIN {
                    waitForRoom()
                } else if errno != EINTR {
                    // There is nobody to tell that the log cannot be written.
                    return
                }
            }
        }
    }

    /// Whoever shares the descriptor may have made it one that does not wait.
    private func waitForRoom() {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&entry, 1, -1)
    }
}
