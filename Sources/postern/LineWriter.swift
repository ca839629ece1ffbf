internal import Glibc

/// Writes lines to a descriptor, many at a time.
struct LineWriter {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// Whether the reader has gone away.
    private(set) var isClosed = false

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    mutating func write(_ line: String) {
        buffer.append(contentsOf: line.utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 64 * 1024 { flush() }
    }

    mutating func flush() {
        var written = 0
        while written < buffer.count, !isClosed {
            let count = unsafe buffer.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0 {
                if errno != EINTR { isClosed = true }
            } else {
                written += count
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
