/// FNV-1a over bytes, for names that must stay the same and for tables whose contents the operator alone chooses, so that
/// nobody can crowd them.
@usableFromInline
package struct ByteHash {
    /// The hash of what was combined so far: the same in every process and release.
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

    /// Adds a part of some bytes.
    @inlinable @inline(__always)
    package mutating func combine(_ bytes: Span<UInt8>, _ part: Range<Int>) {
        for position in part { combine(bytes[position]) }
    }

    /// A slot of a table that has `mask + 1` slots, a power of two.
    @inlinable @inline(__always)
    package func slot(_ mask: Int) -> Int {
        // The high bits are the well-mixed ones.
        Int(truncatingIfNeeded: (value ^ value >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 32) & mask
    }
}
