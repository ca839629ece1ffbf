/// Reading many bytes at once.
extension Span where Element == UInt8 {
    /// The eight bytes from `position` on, the first lowest.
    @inlinable @inline(__always)
    package func word(at position: Int) -> UInt64 {
        precondition(position >= 0 && position <= count - 8)
        // The eight bytes are inside the span.
        return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
    }
}
