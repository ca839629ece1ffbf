/// Fills a piece of memory from its start; writing beyond its end traps.
@safe
struct RawWriter {
    private let buffer: UnsafeMutableRawBufferPointer
    /// The bytes that have been written.
    private(set) var count = 0

    /// - Parameter buffer: outlives the writer.
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

    /// Writes a number that is not negative.
    mutating func write(decimal number: Int) {
        var power = 1
        while power <= number / 10 { power *= 10 }
        while power > 0 {
            write(byte: UInt8(truncatingIfNeeded: 0x30 + number / power % 10))
            power /= 10
        }
    }

    private mutating func write(byte: UInt8) {
        precondition(unsafe count < buffer.count, "an answer is longer than was foreseen")
        unsafe buffer[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func write(_ bytes: UnsafeRawBufferPointer) {
        precondition(unsafe bytes.count <= buffer.count - count, "an answer is longer than was foreseen")
        guard let source = bytes.baseAddress, let start = unsafe buffer.baseAddress else { return }
        unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }
}
