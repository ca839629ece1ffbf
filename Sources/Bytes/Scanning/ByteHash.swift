/// FNV-1a over bytes, for stable names and for tables that only the operator fills.
///
/// It is not keyed: do not use it for tables with untrusted contents.
@usableFromInline
package struct ByteHash {
    /// The hash so far; the same in every process and release.
    @usableFromInline package var value: UInt64

    /// The hash of no bytes.
    @inlinable @inline(__always)
    package init() {
        value = 0xCBF2_9CE4_8422_2325
    }

    /// Adds one byte.
    @inlinable @inline(__always)
    package mutating func combine(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    /// Adds a part of bytes.
    @inlinable @inline(__always)
    package mutating func combine(_ bytes: Span<UInt8>, _ part: Range<Int>) {
        for position in part { combine(bytes[position]) }
    }

    /// A slot of a table with `mask + 1` slots, a power of two.
    @inlinable @inline(__always)
    package func slot(_ mask: Int) -> Int {
        // The high bits are the well-mixed ones.
        Int(truncatingIfNeeded: (value ^ value >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 32) & mask
    }
}
