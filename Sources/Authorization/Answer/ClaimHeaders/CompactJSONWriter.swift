package import JOSE

/// Writes a parsed value as compact JSON in visible ASCII and spaces: everything else as `\u` escapes.
package enum CompactJSONWriter {
    /// Appends a value of the document.
    package static func append(_ node: Int, of document: JSONDocument, to output: inout [UInt8]) {
        switch document.nodes[node].kind {
        case .string:
            appendString(node, of: document, to: &output)
        case .array:
            appendList(node, of: document, between: "[", "]", to: &output) { _, _ in }
        case .object:
            appendList(node, of: document, between: "{", "}", to: &output) { value, output in
                appendString(value - 1, of: document, to: &output)
                output.append(UInt8(ascii: ":"))
            }
        default:
            output.append(contentsOf: document.bytes[document.nodes[node].range])
        }
    }

    private static func appendList(
        _ node: Int,
        of document: JSONDocument,
        between open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        to output: inout [UInt8],
        name: (Int, inout [UInt8]) -> Void
    ) {
        output.append(UInt8(ascii: open))
        var isFirst = true
        document.forEachElement(of: node) { value in
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            name(value, &output)
            append(value, of: document, to: &output)
            return true
        }
        output.append(UInt8(ascii: close))
    }

    private static func appendString(_ node: Int, of document: JSONDocument, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        // The value is well-formed UTF-8: the high bits of a leading byte give the number of following bytes.
        var scalar: UInt32 = 0
        var left = 0
        document.forEachByte(of: node) { byte in
            switch byte {
            case 0x80..<0xC0:
                scalar = scalar << 6 | UInt32(byte & 0x3F)
                left -= 1
            case 0xC0...:
                left = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3
                scalar = UInt32(byte & (0x3F >> UInt8(left)))
            default:
                scalar = UInt32(byte)
            }
            if left == 0 { append(scalar, to: &output) }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Writes a text as a JSON string.
    static func append(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars { append(scalar.value, to: &output) }
        output.append(UInt8(ascii: "\""))
    }

    private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        switch scalar {
        case 0x22, 0x5C:
            output.append(UInt8(ascii: "\\"))
            output.append(UInt8(truncatingIfNeeded: scalar))
        case 0x20..<0x7F:
            output.append(UInt8(truncatingIfNeeded: scalar))
        case 0x10000...:
            // A surrogate pair (RFC 8259 section 7).
            appendEscape(0xD800 + (scalar - 0x10000) >> 10, to: &output)
            appendEscape(0xDC00 + (scalar - 0x10000) & 0x3FF, to: &output)
        default:
            appendEscape(scalar, to: &output)
        }
    }

    private static func appendEscape(_ unit: UInt32, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        output.append(UInt8(ascii: "u"))
        for shift in stride(from: UInt32(12), through: 0, by: -4) { output.append(digits[Int(unit >> shift & 0x0F)]) }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
