/// Reads a part of a text byte by byte, with percent-encoding undone (RFC 3986 section 2.1).
///
/// Broken percent-encoding stays as it is: `%` is in no token and in no name that could be mistaken for another.
package struct PercentDecoder {
    private var rest: Range<Int>

    /// Begins at the start of a part.
    package init(_ part: Range<Int>) {
        rest = part
    }

    /// The next byte; nil at the end.
    package mutating func next(in bytes: Span<UInt8>) -> UInt8? {
        guard let position = rest.first else { return nil }
        if let decoded = bytes.percentDecoded(at: position, before: rest.upperBound) {
            rest = position + 3..<rest.upperBound
            return decoded
        }
        rest = position + 1..<rest.upperBound
        return bytes[position]
    }

    /// A whole part, decoded.
    package static func decode(_ part: Range<Int>, _ bytes: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var reader = PercentDecoder(part)
        while let byte = reader.next(in: bytes) { output.append(byte) }
        return output
    }
}
