internal import Bytes
internal import JOSE

/// Writes one claim in the format of its header.
struct ClaimValueWriter {
    /// JSON before its encoding; kept for reuse.
    private var json: [UInt8] = []

    /// Appends nothing for a claim whose value is empty.
    mutating func append(
        _ node: Int,
        of payload: JSONDocument,
        _ format: ClaimHeader.Format,
        to output: inout [UInt8]
    ) {
        let kind = payload.nodes[node].kind
        switch format {
        case .plain where kind == .null: break
        case .plain where kind == .array || kind == .object: CompactJSONWriter.append(node, of: payload, to: &output)
        case .plain: appendMember(node, of: payload, separator: nil, to: &output)
        case .csv: appendList(node, of: payload, separator: UInt8(ascii: ","), to: &output)
        case .space: appendWords(node, of: payload, to: &output)
        case .json: CompactJSONWriter.append(node, of: payload, to: &output)
        case .base64json:
            json.removeAll(keepingCapacity: true)
            CompactJSONWriter.append(node, of: payload, to: &json)
            URLSafeBase64.encode(json, into: &output)
        }
    }

    /// A list's members, each encoded separately; a scalar is a list of one.
    private mutating func appendList(
        _ node: Int,
        of payload: JSONDocument,
        separator: UInt8,
        to output: inout [UInt8]
    ) {
        switch payload.nodes[node].kind {
        case .null: break
        case .array:
            let end = Int(payload.nodes[node].next)
            var element = node + 1
            while element < end {
                if element > node + 1 { output.append(separator) }
                appendMember(element, of: payload, separator: separator, to: &output)
                element = Int(payload.nodes[element].next)
            }
        default: appendMember(node, of: payload, separator: separator, to: &output)
        }
    }

    /// A list with spaces between its members.
    ///
    /// Empty members at the ends are omitted: receivers strip the spaces that they would leave.
    private mutating func appendWords(_ node: Int, of payload: JSONDocument, to output: inout [UInt8]) {
        let space = UInt8(ascii: " ")
        let start = output.count
        appendList(node, of: payload, separator: space, to: &output)
        while output.count > start, output[output.count - 1] == space { output.removeLast() }
        let bare = (start..<output.count).first { output[$0] != space } ?? start
        output.removeSubrange(start..<bare)
    }

    /// A string as it is, any other value as JSON.
    private mutating func appendMember(
        _ node: Int,
        of payload: JSONDocument,
        separator: UInt8?,
        to output: inout [UInt8]
    ) {
        let encoder = HeaderValueEncoder(separator: separator, output: output.count)
        switch payload.nodes[node].kind {
        case .string:
            payload.forEachByte(of: node) { encoder.append($0, to: &output) }
        case .array, .object:
            json.removeAll(keepingCapacity: true)
            CompactJSONWriter.append(node, of: payload, to: &json)
            for byte in json { encoder.append(byte, to: &output) }
        default:
            for position in payload.nodes[node].range { encoder.append(payload.bytes[position], to: &output) }
        }
        encoder.finish(&output)
    }
}
