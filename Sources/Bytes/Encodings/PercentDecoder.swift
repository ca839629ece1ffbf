/// Iterates over a part of a text byte by byte, percent-decoded (RFC 3986 section 2.1).
///
/// Invalid percent-encoding is kept unchanged: `%` is not allowed in tokens and names.
package struct PercentDecoder {
    private var rest: Range<Int>

    /// Creates a decoder at the start of a part.
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

    /// Decodes a whole part.
    package static func decode(_ part: Range<Int>, _ bytes: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var reader = PercentDecoder(part)
        while let byte = reader.next(in: bytes) { output.append(byte) }
        return output
    }
}
