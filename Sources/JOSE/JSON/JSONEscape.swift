import Bytes

/// Backslash escapes in JSON strings (RFC 8259 section 7).
enum JSONEscape {
    /// Checks the escape that begins at `position` and returns where the next character begins.
    static func end(of position: Int, in bytes: Span<UInt8>) throws(JSONError) -> Int {
        guard position + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return position + 2
        case UInt8(ascii: "u"):
            guard let unit = codeUnit(at: position, in: bytes) else { throw JSONError(.invalidEscape, at: position) }
            guard 0xD800...0xDFFF ~= unit else { return position + 6 }
            guard unit < 0xDC00, let low = codeUnit(at: position + 6, in: bytes), 0xDC00...0xDFFF ~= low else {
                throw JSONError(.loneSurrogate, at: position)
            }
            return position + 12
        default:
            throw JSONError(.invalidEscape, at: position)
        }
    }

    /// Decodes the checked escape at `position`: its scalar, and where the next character begins.
    static func scalar(at position: Int, in bytes: Span<UInt8>) -> (scalar: UInt32, next: Int) {
        switch bytes[position + 1] {
        case UInt8(ascii: "b"): return (0x08, position + 2)
        case UInt8(ascii: "f"): return (0x0C, position + 2)
        case UInt8(ascii: "n"): return (0x0A, position + 2)
        case UInt8(ascii: "r"): return (0x0D, position + 2)
        case UInt8(ascii: "t"): return (0x09, position + 2)
        case UInt8(ascii: "u"):
            let unit = checkedCodeUnit(at: position, in: bytes)
            guard 0xD800...0xDBFF ~= unit else { return (unit, position + 6) }
            let low = checkedCodeUnit(at: position + 6, in: bytes)
            return (0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00), position + 12)
        case let other: return (UInt32(other), position + 2)
        }
    }

    /// The code unit of the `\uXXXX` at `position`; nil when there is none.
    private static func codeUnit(at position: Int, in bytes: Span<UInt8>) -> UInt32? {
        guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for offset in 2..<6 {
            guard let digit = bytes[position + offset].hexValue else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// The code unit of a `\uXXXX` that was checked before.
    private static func checkedCodeUnit(at position: Int, in bytes: Span<UInt8>) -> UInt32 {
        var unit: UInt32 = 0
        // The low four bits of a letter are its value minus nine.
        for offset in 2..<6 {
            let byte = bytes[position + offset]
            unit = unit << 4 | UInt32(byte & 0x0F + byte >> 6 * 9)
        }
        return unit
    }
}
