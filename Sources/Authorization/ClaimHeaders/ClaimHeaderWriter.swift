internal import JOSE

/// Writes the configured claim headers of an allow: every one, always, so that a client's own copy cannot survive.
struct ClaimHeaderWriter {
    private let headers: [(prefix: [UInt8], content: ClaimHeader.Content)]
    private let limit: Int
    /// The header lines with every value empty.
    let empty: [UInt8]

    init(_ headers: [ClaimHeader], limit: Int) {
        self.headers = headers.map { (Array("\($0.name): ".utf8), $0.content) }
        self.limit = limit
        // An empty field has no space after its colon: some proxies would keep it as a value.
        empty = headers.flatMap { Array("\($0.name):\r\n".utf8) }
    }

    /// Appends the lines for a verified token.
    ///
    /// - Returns: false when they exceed the limit; what was appended must then be dropped.
    func append(for token: borrowing VerifiedToken, to output: inout [UInt8]) -> Bool {
        let start = output.count
        for (prefix, content) in headers {
            output.append(contentsOf: prefix)
            let valueStart = output.count
            switch content {
            case .payload:
                output.append(contentsOf: token.encodedPayload)
            case .claim(let path, let format):
                if let node = path.resolve(in: token.payload) {
                    Self.append(node, of: token.payload, format, to: &output)
                }
            }
            if output.count == valueStart { output.removeLast() }
            output.append(0x0D)
            output.append(0x0A)
        }
        return output.count - start <= limit
    }

    private static func append(
        _ node: Int,
        of payload: JSONDocument,
        _ format: ClaimHeader.Format,
        to output: inout [UInt8]
    ) {
        switch format {
        case .plain:
            switch payload.nodes[node].kind {
            case .null: break
            case .array, .object: CompactJSONWriter.append(node, of: payload, to: &output)
            default: HeaderValueEncoder(separator: nil).append(payload.utf8(of: node), to: &output)
            }
        case .csv:
            appendList(node, of: payload, separator: UInt8(ascii: ","), to: &output)
        case .space:
            appendList(node, of: payload, separator: UInt8(ascii: " "), to: &output)
        case .json:
            CompactJSONWriter.append(node, of: payload, to: &output)
        case .base64json:
            var json: [UInt8] = []
            CompactJSONWriter.append(node, of: payload, to: &json)
            Base64URL.encode(json, into: &output)
        }
    }

    /// A list's members, each encoded by itself; a scalar is a list of one.
    private static func appendList(_ node: Int, of payload: JSONDocument, separator: UInt8, to output: inout [UInt8]) {
        let encoder = HeaderValueEncoder(separator: separator)
        let start = output.count
        // An empty word at an end would leave a bare space there, which receivers strip.
        let isWords = separator == 0x20
        switch payload.nodes[node].kind {
        case .null:
            break
        case .array:
            var isFirst = true
            payload.forEachElement(of: node) { element in
                if !isFirst, !isWords || output.count > start { output.append(separator) }
                isFirst = false
                encoder.append(spelling(element, of: payload), to: &output)
                return true
            }
            while isWords, output.count > start, output[output.count - 1] == 0x20 { output.removeLast() }
        default:
            encoder.append(spelling(node, of: payload), to: &output)
        }
    }

    /// A string as it is, anything else in JSON's spelling.
    private static func spelling(_ node: Int, of payload: JSONDocument) -> [UInt8] {
        guard payload.nodes[node].kind != .string else { return payload.utf8(of: node) }
        var json: [UInt8] = []
        CompactJSONWriter.append(node, of: payload, to: &json)
        return json
    }
}
