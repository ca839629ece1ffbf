/// The strict reader: one pass, depth bounded, no tolerance (RFC 8259, and I-JSON's repeated-member rule, RFC 7493).
///
/// Parsers that disagree about a text are how one component sees another token than the next, so everything that
/// leaves room for disagreement is an error: repeated names, bad UTF-8, lone surrogates, a byte order mark, trailing bytes.
///
/// Meant to be reused: it keeps its table of names.
struct JSONReader {
    /// Objects and arrays may lie this deep in one another, the outermost counted.
    static let deepest = 32

    /// What has been read; lent by the document that is being filled.
    var nodes: [JSONNode] = []
    private var position = 0
    private var names = JSONNameTable()

    mutating func read(_ bytes: Span<UInt8>) throws(JSONError) {
        guard bytes.count < Int(Int32.max) else { throw JSONError(.tooLong, at: 0) }
        nodes.removeAll(keepingCapacity: true)
        names.removeAll()
        position = 0
        skipWhiteSpace(bytes)
        try readValue(bytes, depth: 0)
        skipWhiteSpace(bytes)
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
    }

    private mutating func skipWhiteSpace(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func peek(_ bytes: Span<UInt8>) throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    private mutating func readValue(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) {
        switch try peek(bytes) {
        case UInt8(ascii: "{"): try readObject(bytes, depth: depth + 1)
        case UInt8(ascii: "["): try readArray(bytes, depth: depth + 1)
        case UInt8(ascii: "\""): try readString(bytes)
        case UInt8(ascii: "t"): try readWord("true", .true, bytes)
        case UInt8(ascii: "f"): try readWord("false", .false, bytes)
        case UInt8(ascii: "n"): try readWord("null", .null, bytes)
        case UInt8(ascii: "-"), 0x30...0x39: try readNumber(bytes)
        default: throw JSONError(.unexpectedByte, at: position)
        }
    }

    private mutating func open(_ kind: JSONNode.Kind, depth: Int) throws(JSONError) -> Int {
        guard depth <= Self.deepest else { throw JSONError(.tooDeep, at: position) }
        nodes.append(JSONNode(kind: kind, start: UInt32(position), end: 0, next: 0))
        position += 1
        return nodes.count - 1
    }

    private mutating func close(_ node: Int) {
        position += 1
        nodes[node].end = UInt32(position)
        nodes[node].next = UInt32(nodes.count)
    }

    private mutating func readArray(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) {
        let node = try open(.array, depth: depth)
        skipWhiteSpace(bytes)
        if try peek(bytes) == UInt8(ascii: "]") { return close(node) }
        while true {
            skipWhiteSpace(bytes)
            try readValue(bytes, depth: depth)
            skipWhiteSpace(bytes)
            switch try peek(bytes) {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"): return close(node)
            default: throw JSONError(.unexpectedByte, at: position)
            }
        }
    }

    private mutating func readObject(_ bytes: Span<UInt8>, depth: Int) throws(JSONError) {
        let node = try open(.object, depth: depth)
        skipWhiteSpace(bytes)
        if try peek(bytes) == UInt8(ascii: "}") { return close(node) }
        while true {
            skipWhiteSpace(bytes)
            guard try peek(bytes) == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
            let name = nodes.count
            try readString(bytes)
            guard names.insert(name, ofObject: node, nodes: nodes, bytes: bytes) else {
                throw JSONError(.repeatedMember, at: Int(nodes[name].start))
            }
            skipWhiteSpace(bytes)
            guard try peek(bytes) == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
            skipWhiteSpace(bytes)
            try readValue(bytes, depth: depth)
            skipWhiteSpace(bytes)
            switch try peek(bytes) {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"): return close(node)
            default: throw JSONError(.unexpectedByte, at: position)
            }
        }
    }

    private mutating func readWord(_ word: String, _ kind: JSONNode.Kind, _ bytes: Span<UInt8>) throws(JSONError) {
        let start = position
        for expected in word.utf8 {
            guard try peek(bytes) == expected else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
        }
        append(kind, from: start, to: position)
    }

    private mutating func append(_ kind: JSONNode.Kind, from start: Int, to end: Int, isEscaped: Bool = false) {
        nodes.append(
            JSONNode(
                kind: kind,
                isEscaped: isEscaped,
                start: UInt32(start),
                end: UInt32(end),
                next: UInt32(nodes.count + 1)
            )
        )
    }

    private mutating func readNumber(_ bytes: Span<UInt8>) throws(JSONError) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        // A leading zero stands alone.
        if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
            position += 1
        } else {
            try readDigits(bytes)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try readDigits(bytes)
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try readDigits(bytes)
        }
        append(.number, from: start, to: position)
    }

    private mutating func readDigits(_ bytes: Span<UInt8>) throws(JSONError) {
        let start = position
        while position < bytes.count, 0x30...0x39 ~= bytes[position] { position += 1 }
        guard position > start else { throw JSONError(.invalidNumber, at: position) }
    }

    private mutating func readString(_ bytes: Span<UInt8>) throws(JSONError) {
        position += 1
        let start = position
        var isEscaped = false
        while true {
            switch try peek(bytes) {
            case UInt8(ascii: "\""):
                append(.string, from: start, to: position, isEscaped: isEscaped)
                position += 1
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                position = try JSONEscape.end(of: position, in: bytes)
            case 0x20..<0x80:
                position += 1
            case 0x80...:
                guard let length = UTF8Sequence.length(at: position, in: bytes) else {
                    throw JSONError(.invalidUTF8, at: position)
                }
                position += length
            default:
                throw JSONError(.unexpectedByte, at: position)
            }
        }
    }
}
