/// Reads a part of a text byte by byte, with percent-encoding undone (RFC 3986 section 2.1).
///
/// Broken percent-encoding stays as it is: `%` is in no token and in no name that could be mistaken for another.
struct PercentDecoder {
    private var rest: Range<Int>

    init(_ part: Range<Int>) {
        rest = part
    }

    mutating func next(in bytes: Span<UInt8>) -> UInt8? {
        guard let position = rest.first else { return nil }
        if bytes[position] == UInt8(ascii: "%"), rest.count >= 3,
            let high = ASCII.hexValue(bytes[position + 1]), let low = ASCII.hexValue(bytes[position + 2])
        {
            rest = position + 3..<rest.upperBound
            return high << 4 | low
        }
        rest = position + 1..<rest.upperBound
        return bytes[position]
    }

    /// A whole part, decoded.
    static func decode(_ part: Range<Int>, _ bytes: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var reader = PercentDecoder(part)
        while let byte = reader.next(in: bytes) { output.append(byte) }
        return output
    }
}
