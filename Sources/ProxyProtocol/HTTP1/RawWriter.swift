/// A writer into a fixed buffer; writing beyond its end traps.
@safe
struct RawWriter {
    private let buffer: UnsafeMutableRawBufferPointer
    /// The number of bytes written.
    private(set) var count = 0

    /// Creates a writer at the start of a buffer.
    ///
    /// - Parameter buffer: must outlive the writer.
    init(_ buffer: UnsafeMutableRawBufferPointer) {
        unsafe self.buffer = buffer
    }

    @inline(__always)
    mutating func write(_ text: StaticString) {
        unsafe write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func write(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe write($0) }
    }

    /// Writes a non-negative number in decimal.
    mutating func write(decimal number: Int) {
        var power = 1
        while power <= number / 10 { power *= 10 }
        while power > 0 {
            write(byte: UInt8(truncatingIfNeeded: 0x30 + number / power % 10))
            power /= 10
        }
    }

    private mutating func write(byte: UInt8) {
        precondition(unsafe count < buffer.count, "the answer exceeds its maximum length")
        unsafe buffer[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func write(_ bytes: UnsafeRawBufferPointer) {
        precondition(unsafe bytes.count <= buffer.count - count, "the answer exceeds its maximum length")
        guard let source = bytes.baseAddress, let start = unsafe buffer.baseAddress else { return }
        unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }
}
