/// The values of numbers, whose form the reader has checked.
enum JSONNumber {
    /// The nearest double, infinite beyond its range.
    static func value(of number: Range<Int>, in bytes: [UInt8]) -> Double {
        exact(number, bytes.span) ?? Double(String(decoding: bytes[number], as: UTF8.self)) ?? .nan
    }

    /// The value of a number like most: few digits, and no exponent.
    ///
    /// Digits below 2^53 and powers of ten up to 10^22 are exact in a double, and so their quotient is the nearest.
    private static func exact(_ number: Range<Int>, _ bytes: Span<UInt8>) -> Double? {
        var digits: UInt64 = 0
        var divisor = 1.0
        var isFraction = false
        for position in number {
            switch bytes[position] {
            case UInt8(ascii: "-"):
                continue
            case UInt8(ascii: "."):
                isFraction = true
            case let byte where 0x30...0x39 ~= byte:
                digits = digits * 10 + UInt64(byte - 0x30)
                if isFraction { divisor *= 10 }
                guard digits < 1 << 53, divisor <= 1e22 else { return nil }
            default:
                return nil
            }
        }
        let value = Double(digits) / divisor
        return bytes[number.lowerBound] == UInt8(ascii: "-") ? -value : value
    }
}
