import Bytes

/// A strict JSON parser: one pass, no recursion (RFC 8259, and I-JSON's repeated-member rule, RFC 7493).
///
/// Where parsers disagree about a text, two components see different tokens. So everything that parsers treat
/// differently is an error: repeated names, bad UTF-8, lone surrogates, a byte order mark, trailing bytes.
/// Reuse it: it keeps its table of names.
package struct JSONReader {
    private var position = 0
    /// The nesting limit.
    private static let maxDepth = 32
    /// The nodes of the containers around `position`, outermost first.
    private var containers: [32 of Int] = .init(repeating: 0)
    private var depth = 0
    private var names = JSONNameTable()

    /// Creates a reader.
    package init() {}

    /// The maximum number of nodes that a text of this length produces, even if it is invalid.
    ///
    /// A value and the comma or bracket after it are two bytes, but after the last value there is none, nor after the
    /// containers that are still open.
    static func maxNodes(in bytes: Int) -> Int {
        (bytes + maxDepth + 1) / 2
    }

    /// Reads a whole text; `nodes` has room for ``maxNodes(in:)``.
    mutating func read(_ bytes: Span<UInt8>, into nodes: inout OutputSpan<JSONNode>) throws(JSONError) {
        guard bytes.count < Int(Int32.max) else { throw JSONError(.tooLong, at: 0) }
        names.removeAll()
        position = 0
        depth = 0
        skipWhiteSpace(bytes)
        repeat {
            while try readValue(bytes, &nodes) {}
        } while try findNextValue(bytes, &nodes)
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
    }

    @inline(__always)
    private mutating func skipWhiteSpace(_ bytes: Span<UInt8>) {
        while position < bytes.count, bytes[position] <= 0x20 {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    @inline(__always)
    private func peek(_ bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    /// Reads a scalar or an empty container, or opens a container and goes to the first value in it.
    ///
    /// - Returns: whether there is a value at `position` now.
    @inline(__always)
    private mutating func readValue(_ bytes: Span<UInt8>, _ nodes: inout OutputSpan<JSONNode>) throws(JSONError) -> Bool
    {
        switch try peek(bytes) {
        case UInt8(ascii: "{"): return try open(.object, bytes, &nodes)
        case UInt8(ascii: "["): return try open(.array, bytes, &nodes)
        case UInt8(ascii: "\""): append(try readString(bytes), &nodes)
        case UInt8(ascii: "t"): append(try readWord("true", .true, bytes), &nodes)
        case UInt8(ascii: "f"): append(try readWord("false", .false, bytes), &nodes)
        case UInt8(ascii: "n"): append(try readWord("null", .null, bytes), &nodes)
        case UInt8(ascii: "-"), 0x30...0x39: append(try readNumber(bytes), &nodes)
        default: throw JSONError(.unexpectedByte, at: position)
        }
        return false
    }

    @inline(__always)
    private func append(_ scalar: JSONNode, _ nodes: inout OutputSpan<JSONNode>) {
        var scalar = scalar
        scalar.next = UInt32(truncatingIfNeeded: nodes.count + 1)
        nodes.append(scalar)
    }

    // MARK: Containers

    private mutating func open(_ kind: JSONNode.Kind, _ bytes: Span<UInt8>, _ nodes: inout OutputSpan<JSONNode>)
        throws(JSONError) -> Bool
    {
        guard depth < Self.maxDepth else { throw JSONError(.tooDeep, at: position) }
        containers[depth] = nodes.count
        depth += 1
        nodes.append(JSONNode(kind: kind, start: position, end: position))
        position += 1
        skipWhiteSpace(bytes)
        if try peek(bytes) == Self.end(of: kind) {
            close(&nodes)
            return false
        }
        if kind == .object { try readName(bytes, &nodes) }
        return true
    }

    private static func end(of kind: JSONNode.Kind) -> UInt8 {
        kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
    }

    @inline(__always)
    private mutating func close(_ nodes: inout OutputSpan<JSONNode>) {
        position += 1
        depth -= 1
        nodes[containers[depth]].end = UInt32(truncatingIfNeeded: position)
        nodes[containers[depth]].next = UInt32(truncatingIfNeeded: nodes.count)
    }

    /// After a value: closes the containers that end here, and goes past a comma to the next value.
    ///
    /// - Returns: whether there is one; if not, the outermost value has ended.
    @inline(__always)
    private mutating func findNextValue(_ bytes: Span<UInt8>, _ nodes: inout OutputSpan<JSONNode>)
        throws(JSONError) -> Bool
    {
        skipWhiteSpace(bytes)
        while depth > 0 {
            let kind = nodes[containers[depth - 1]].kind
            switch try peek(bytes) {
            case UInt8(ascii: ","):
                position += 1
                skipWhiteSpace(bytes)
                if kind == .object { try readName(bytes, &nodes) }
                return true
            case Self.end(of: kind):
                close(&nodes)
            default:
                throw JSONError(.unexpectedByte, at: position)
            }
            skipWhiteSpace(bytes)
        }
        return false
    }

    /// A member's name, the colon, and the white space after it.
    private mutating func readName(_ bytes: Span<UInt8>, _ nodes: inout OutputSpan<JSONNode>) throws(JSONError) {
        guard try peek(bytes) == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
        let name = try readString(bytes)
        let object = containers[depth - 1]
        guard names.insert(name, nodes.count, ofObject: object, nodes: nodes.span, bytes: bytes) else {
            throw JSONError(.repeatedMember, at: Int(name.start))
        }
        append(name, &nodes)
        skipWhiteSpace(bytes)
        guard try peek(bytes) == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        skipWhiteSpace(bytes)
    }

    // MARK: Scalars

    private mutating func readWord(_ word: StaticString, _ kind: JSONNode.Kind, _ bytes: Span<UInt8>)
        throws(JSONError) -> JSONNode
    {
        let start = position
        for offset in 0..<word.utf8CodeUnitCount {
            guard unsafe try peek(bytes) == word.utf8Start[offset] else {
                throw JSONError(.unexpectedByte, at: position)
            }
            position += 1
        }
        return JSONNode(kind: kind, start: start, end: position)
    }

    @inline(__always)
    private mutating func readNumber(_ bytes: Span<UInt8>) throws(JSONError) -> JSONNode {
        let start = position
        var end = start
        if bytes[end] == UInt8(ascii: "-") { end += 1 }
        // No digit follows a leading zero.
        if end < bytes.count, bytes[end] == UInt8(ascii: "0") { end += 1 } else { end = try endOfDigits(bytes, end) }
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") { end = try endOfDigits(bytes, end + 1) }
        if end < bytes.count, bytes[end] | 0x20 == UInt8(ascii: "e") {
            end += 1
            if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
            end = try endOfDigits(bytes, end)
        }
        position = end
        return JSONNode(kind: .number, start: start, end: end)
    }

    private func endOfDigits(_ bytes: Span<UInt8>, _ start: Int) throws(JSONError) -> Int {
        var end = start
        while end < bytes.count, 0x30...0x39 ~= bytes[end] { end += 1 }
        guard end > start else { throw JSONError(.invalidNumber, at: end) }
        return end
    }

    @inline(__always)
    private mutating func readString(_ bytes: Span<UInt8>) throws(JSONError) -> JSONNode {
        let start = position + 1
        var end = start
        var isEscaped = false
        while end < bytes.count {
            let byte = bytes[end]
            switch byte {
            case UInt8(ascii: "\""):
                position = end + 1
                return JSONNode(kind: .string, isEscaped: isEscaped, start: start, end: end)
            case UInt8(ascii: "\\"):
                isEscaped = true
                end = try JSONEscape.end(of: end, in: bytes)
            case 0x20..<0x80:
                end += 1
            case 0x80...:
                guard let length = UTF8Sequence.length(at: end, in: bytes) else {
                    throw JSONError(.invalidUTF8, at: end)
                }
                end += length
            default:
                throw JSONError(.unexpectedByte, at: end)
            }
        }
        throw JSONError(.unexpectedEnd, at: end)
    }
}
