/// Base64url without padding, decoded strictly (RFC 4648 section 5, RFC 7515 section 2).
///
/// Each byte sequence has exactly one encoding: padding, other alphabets, white space and non-zero trailing bits are
/// rejected, so that a token cannot be encoded in two ways.
@usableFromInline
package enum URLSafeBase64 {
    /// Decodes a text; nil when it is not base64url.
    @inlinable
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let text = Array(text)
        var output: [UInt8] = []
        return decode(text.span, from: 0, into: &output) == text.count ? output : nil
    }

    /// Decodes the characters of the alphabet from `start` on into `output`, whose storage is reused.
    ///
    /// - Returns: the position of the first other character, or the end; nil when the characters before it are not
    ///   base64url, and then `output` is unspecified.
    @usableFromInline
    package static func decode(_ text: Span<UInt8>, from start: Int, into output: inout [UInt8]) -> Int? {
        var end: Int?
        output.removeAll(keepingCapacity: true)
        // Eight bytes are written at a time, of which six count.
        output.append(addingCapacity: (text.count - start) / 4 * 3 + 8) { output in
            unsafe text.withUnsafeBufferPointer { text in
                unsafe output.withUnsafeMutableBufferPointer { output, count in
                    unsafe (end, count) = decode(text, from: start, into: output)
                }
            }
        }
        return end
    }

    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (end: Int?, count: Int) {
        let output = UnsafeMutableRawBufferPointer(output)
        var position = start
        var count = 0
        while position + 8 <= text.count {
            let high = unsafe four(text, at: position)
            let low = unsafe four(text, at: position + 4)
            guard (high.seen | low.seen) & invalid == 0 else { break }
            let word = UInt64(high.bits) << 40 | UInt64(low.bits) << 16
            unsafe output.storeBytes(of: word.bigEndian, toByteOffset: count, as: UInt64.self)
            position += 8
            count += 6
        }
        // At most seven characters of the alphabet are left.
        var bits: UInt32 = 0
        var unwritten = 0
        while position < text.count {
            let value = unsafe values[Int(text[position])]
            guard value & invalid == 0 else { break }
            bits = bits << 6 | UInt32(value)
            unwritten += 6
            position += 1
            guard unwritten >= 8 else { continue }
            unwritten -= 8
            unsafe output[count] = UInt8(truncatingIfNeeded: bits >> UInt32(unwritten))
            count += 1
        }
        // Six unwritten bits are a superfluous character; nonzero unwritten bits are a second encoding.
        let isWhole = unwritten < 6 && bits & (1 << UInt32(unwritten) - 1) == 0
        return (isWhole ? position : nil, count)
    }

    /// The 24 bits that four characters encode, and the union of their values, which shows ``invalid``.
    ///
    /// Each is shifted separately: in a chain of shifts each step would wait for the previous one.
    @inline(__always)
    private static func four(_ text: UnsafeBufferPointer<UInt8>, at position: Int) -> (bits: UInt32, seen: UInt8) {
        let first = unsafe values[Int(text[position])]
        let second = unsafe values[Int(text[position + 1])]
        let third = unsafe values[Int(text[position + 2])]
        let fourth = unsafe values[Int(text[position + 3])]
        let high = UInt32(first) << 18 | UInt32(second) << 12
        let low = UInt32(third) << 6 | UInt32(fourth)
        return (high | low, (first | second) | (third | fourth))
    }

    /// Encodes bytes.
    @inlinable
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var output: [UInt8] = []
        encode(bytes, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the encoding of bytes.
    @inlinable
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

    @usableFromInline static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// The value of a character, 0 to 63; nil for one outside the alphabet.
    package static func value(of character: UInt8) -> UInt8? {
        let value = values[Int(character)]
        return value & invalid == 0 ? value : nil
    }

    private static let invalid: UInt8 = 0x80

    /// A character's index in the alphabet, or `invalid`; a literal, so that it needs no initialiser at run time.
    private static let values: [256 of UInt8] = [
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x3E, 0x80, 0x80,
        0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E,
        0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x80, 0x80, 0x80, 0x80, 0x3F,
        0x80, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28,
        0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x31, 0x32, 0x33, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
    ]
}
