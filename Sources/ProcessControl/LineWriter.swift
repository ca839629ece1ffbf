import Glibc

/// Writes lines to a descriptor, many at a time.
package struct LineWriter {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// Whether a line could not be written, such as to a full disk; no more is written then.
    package private(set) var hasFailed = false

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    package mutating func write(_ line: String) {
        buffer.append(contentsOf: line.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 64 * 1024 { flush() }
    }

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
