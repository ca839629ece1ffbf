import Glibc
import Synchronization

/// The process's standard error, written one whole line after the other.
package final class StandardError: Sendable {
    package static let shared = StandardError()

    /// Held while a line is written, because the system may take it in parts.
    private let turn = Mutex(())

    private init() {}

    package func write(_ line: [UInt8]) {
        turn.withLock { _ in
            var rest = line[...]
            while !rest.isEmpty {
                let written = unsafe rest.withUnsafeBytes { bytes in
                    unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
                }
                if written < 0 {
                    // There is nobody to tell that the log cannot be written.
                    guard errno == EINTR else { return }
                } else {
                    rest = rest.dropFirst(written)
                }
            }
        }
    }
}
