/// The values of numbers whose syntax the reader has checked.
enum JSONNumber {
    /// The nearest double, infinite beyond its range.
    static func value(of number: Range<Int>, in bytes: [UInt8]) -> Double {
        exact(number, bytes.span) ?? Double(String(decoding: bytes[number], as: UTF8.self)) ?? .nan
    }

    /// The value of a number with few digits and no exponent, as most have.
    ///
    /// Digits below 2^53 and powers of ten up to 10^22 are exact in a double, and so their quotient is the nearest.
    private static func exact(_ number: Range<Int>, _ bytes: Span<UInt8>) -> Double? {
        // Up to 19 digits fit into 64 bits.
        guard number.count <= 19 else { return nil }
        let isNegative = bytes[number.lowerBound] == UInt8(ascii: "-")
        var digits: UInt64 = 0
        var point = number.upperBound
        for position in number.lowerBound + (isNegative ? 1 : 0)..<number.upperBound {
            let byte = bytes[position]
            if 0x30...0x39 ~= byte {
                digits = digits &* 10 &+ UInt64(byte &- 0x30)
            } else if byte == UInt8(ascii: ".") {
                point = position + 1
            } else {
                return nil
            }
        }
        guard digits < 1 << 53 else { return nil }
        var value = Double(digits)
        if point < number.upperBound {
            var divisor = 1.0
            for _ in point..<number.upperBound { divisor *= 10 }
            value /= divisor
        }
        return isNegative ? -value : value
    }
}
