/// A set of bytes, one bit each.
struct ByteSet: Sendable, Equatable {
    private var low: UInt64 = 0
    private var lowMiddle: UInt64 = 0
    private var highMiddle: UInt64 = 0
    private var high: UInt64 = 0

    init() {}

    init(_ range: ClosedRange<UInt8>) {
        for byte in range { insert(byte) }
    }

    init(_ byte: UInt8) {
        insert(byte)
    }

    mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: low |= bit
        case 1: lowMiddle |= bit
        case 2: highMiddle |= bit
        default: high |= bit
        }
    }

    mutating func formUnion(_ other: ByteSet) {
        low |= other.low
        lowMiddle |= other.lowMiddle
        highMiddle |= other.highMiddle
        high |= other.high
    }

    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: low
            case 1: lowMiddle
            case 2: highMiddle
            default: high
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }

    /// The ASCII bytes that are not in the set.
    var asciiComplement: ByteSet {
        var complement = ByteSet()
        for byte in UInt8(0)...0x7F where !contains(byte) { complement.insert(byte) }
        return complement
    }
}
