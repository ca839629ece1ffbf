/// Percent-encodes one claim value for a header field, reversibly.
///
/// Nothing outside visible ASCII and inner spaces leaves as it is, so that no claim can end, repeat or split a header.
struct HeaderValueEncoder {
    /// A byte that separates list members and so must not stand inside one.
    private let separator: UInt8?
    /// Where the value begins in the output.
    private let start: Int

    /// - Parameter output: how many bytes stand before the value.
    init(separator: UInt8?, output: Int) {
        self.separator = separator
        start = output
    }

    @inline(__always)
    func append(_ byte: UInt8, to output: inout [UInt8]) {
        let isPlain =
            switch byte {
            case separator, UInt8(ascii: "%"): false
            // Spaces at the ends are encoded, since receivers strip them; the last ones in `finish`.
            case 0x20: output.count > start && !endsWithSpace(output)
            default: 0x21...0x7E ~= byte
            }
        if isPlain { output.append(byte) } else { Self.escape(byte, &output) }
    }

    /// Ends the value.
    func finish(_ output: inout [UInt8]) {
        var spaces = 0
        while output.count > start, output[output.count - 1] == 0x20 {
            output.removeLast()
            spaces += 1
        }
        for _ in 0..<spaces { Self.escape(0x20, &output) }
    }

    /// Whether the last character is an encoded space: one of those that a value begins with, as others stay plain.
    private func endsWithSpace(_ output: [UInt8]) -> Bool {
        let end = output.count
        return end >= start + 3 && output[end - 3] == UInt8(ascii: "%") && output[end - 2] == UInt8(ascii: "2")
            && output[end - 1] == UInt8(ascii: "0")
    }

    private static func escape(_ byte: UInt8, _ output: inout [UInt8]) {
        output.append(UInt8(ascii: "%"))
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 0x0F)])
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
