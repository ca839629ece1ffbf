import Glibc

/// A buffered writer of lines to a file descriptor.
package struct LineWriter {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// Whether a write failed, for example because of a full disk; then nothing more is written.
    package private(set) var hasFailed = false

    /// Creates a writer.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Appends a line and its line feed.
    package mutating func write(_ line: String) {
        buffer.append(contentsOf: line.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 64 * 1024 { flush() }
    }

    /// Writes the buffered lines.
    package mutating func flush() {
        var written = 0
        while written < buffer.count, !hasFailed {
            let count = unsafe buffer.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0 {
                if errno != EINTR { hasFailed = true }
            } else {
                written += count
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
