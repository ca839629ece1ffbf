/// Percent-encodes one claim value for a header field, reversibly.
///
/// Only visible ASCII and inner spaces are copied unchanged, so that no claim can end, repeat or split a header.
struct HeaderValueEncoder {
    /// A byte that separates list members and so is encoded inside them.
    private let separator: UInt8?
    /// Where the value begins in the output.
    private let start: Int

    /// - Parameters:
    ///   - separator: the byte between list members.
    ///   - output: the number of bytes before the value.
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

    /// Encodes spaces at the end of the value.
    func finish(_ output: inout [UInt8]) {
        var spaces = 0
        while output.count > start, output[output.count - 1] == 0x20 {
            output.removeLast()
            spaces += 1
        }
        for _ in 0..<spaces { Self.escape(0x20, &output) }
    }

    /// Whether the output ends with an encoded space, which only leading spaces are.
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
