/// Base64url without padding, read strictly (RFC 4648 section 5, RFC 7515 section 2).
///
/// One text for one sequence of bytes: padding, other alphabets, white space and non-zero trailing bits are refused,
/// so that no token has a second spelling.
public enum Base64URL {
    private static let invalid: UInt8 = 0x80

    private static let values: InlineArray<256, UInt8> = {
        var values = InlineArray<256, UInt8>(repeating: invalid)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The bytes that `text` stands for; nil when it is not base64url.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let text = Array(text)
        var output: [UInt8] = []
        return decode(text.span, text.indices, into: &output) ? output : nil
    }

    /// Replaces `output` with the bytes that a part of `text` stands for, keeping its storage.
    ///
    /// - Returns: false when the part is not base64url; `output` is then unspecified.
    package static func decode(_ text: Span<UInt8>, _ part: Range<Int>, into output: inout [UInt8]) -> Bool {
        let rest = part.count % 4
        guard rest != 1 else { return false }
        output.removeAll(keepingCapacity: true)
        let length = part.count / 4 * 3 + (rest == 0 ? 0 : rest - 1)
        output.append(contentsOf: repeatElement(0, count: length))
        var bytes = output.mutableSpan
        var at = part.lowerBound
        var written = 0
        let wholeEnd = part.upperBound - rest
        var seen: UInt8 = 0
        while at < wholeEnd {
            let a = values[Int(text[at])]
            let b = values[Int(text[at + 1])]
            let c = values[Int(text[at + 2])]
            let d = values[Int(text[at + 3])]
            seen |= a | b | c | d
            bytes[written] = a << 2 | b >> 4
            bytes[written + 1] = b << 4 | c >> 2
            bytes[written + 2] = c << 6 | d
            at += 4
            written += 3
        }
        guard rest > 0 else { return seen & invalid == 0 }
        let a = values[Int(text[at])]
        let b = values[Int(text[at + 1])]
        let c = rest == 3 ? values[Int(text[at + 2])] : 0
        bytes[written] = a << 2 | b >> 4
        if rest == 3 { bytes[written + 1] = b << 4 | c >> 2 }
        let unused = rest == 3 ? c & 0x03 : b & 0x0F
        return (seen | a | b | c) & invalid == 0 && unused == 0
    }

    /// The text that stands for these bytes.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var output: [UInt8] = []
        encode(bytes, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the text that stands for these bytes.
    package static func encode(_ bytes: some Collection<UInt8>, into output: inout [UInt8]) {
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                output.append(alphabet[Int(bits >> UInt32(count)) & 0x3F])
            }
        }
        if count > 0 { output.append(alphabet[Int(bits << UInt32(6 - count)) & 0x3F]) }
    }
}
