internal import JOSE

/// Writes a parsed value as compact JSON in visible ASCII and spaces: everything else as `\u` escapes.
enum CompactJSONWriter {
    static func append(_ node: Int, of document: JSONDocument, to output: inout [UInt8]) {
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
        for scalar in document.text(of: node).unicodeScalars {
            switch scalar {
            case "\"", "\\":
                output.append(UInt8(ascii: "\\"))
                output.append(UInt8(ascii: scalar))
            case " "..."~":
                output.append(UInt8(ascii: scalar))
            default:
                for unit in UTF16.encode(scalar) ?? .init() { appendEscape(unit, to: &output) }
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func appendEscape(_ unit: UInt16, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        output.append(UInt8(ascii: "u"))
        for shift in [12, 8, 4, 0] { output.append(digits[Int(unit >> UInt16(shift)) & 0x0F]) }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
