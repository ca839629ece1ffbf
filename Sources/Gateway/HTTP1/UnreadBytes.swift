import NIOCore

/// What has come on a connection and is not answered, in the order in which it came.
struct UnreadBytes {
    private var buffer = ByteBuffer()

    /// How many bytes there are.
    var count: Int { buffer.readableBytes }

    /// Appends what has come.
    mutating func append(_ bytes: ByteBuffer) {
        buffer.writeImmutableBuffer(bytes)
    }

    /// Takes everything out: serving it can bring more, or end the connection.
    mutating func take() -> ByteBuffer {
        defer { buffer = ByteBuffer() }
        return buffer
    }

    /// Puts bytes in front of what has come since they were taken; a copy, because their buffer is used again.
    mutating func putBack(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        let later = buffer
        buffer = ByteBuffer(bytes: bytes.readableBytesView)
        buffer.writeImmutableBuffer(later)
    }

    /// Forgets everything.
    mutating func removeAll() {
        buffer = ByteBuffer()
    }
}
