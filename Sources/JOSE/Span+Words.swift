import Glibc

/// Reading and searching many bytes at once.
extension Span where Element == UInt8 {
    /// The eight bytes from `position` on, the first lowest.
    @inlinable @inline(__always)
    package func word(at position: Int) -> UInt64 {
        precondition(position >= 0 && position <= count - 8)
        // The eight bytes are inside the span.
        return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
    }

    /// Whether both have the same bytes.
    package func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                guard let mine = mine.baseAddress, let theirs = theirs.baseAddress else { return true }
                return unsafe memcmp(mine, theirs, count) == 0
            }
        }
    }

    /// Whether the byte is there.
    package func contains(_ byte: UInt8) -> Bool {
        unsafe withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            return unsafe memchr(start, Int32(byte), bytes.count) != nil
        }
    }
}
