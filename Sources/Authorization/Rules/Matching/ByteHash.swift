/// FNV-1a over bytes, for tables whose contents the operator alone chooses, so that nobody can crowd them.
struct ByteHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    mutating func combine(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    @inline(__always)
    mutating func combine(_ bytes: Span<UInt8>, _ part: Range<Int>) {
        for position in part { combine(bytes[position]) }
    }

    /// A slot of a table that has `mask + 1` slots, a power of two.
    @inline(__always)
    func slot(_ mask: Int) -> Int {
        // The high bits are the well-mixed ones.
        Int(truncatingIfNeeded: (state ^ state >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 32) & mask
    }
}
