internal import JOSE

/// One accepted value of a claim, compared as a JSON value.
struct ClaimValue {
    private let document: JSONDocument
    /// The strings and member names of the document by their nodes.
    private let strings: [Int: [UInt8]]

    /// Nil when the text is not JSON.
    init?(_ json: String) {
        guard let document = try? JSONDocument(parsing: Array(json.utf8)) else { return nil }
        self.document = document
        let nodes = document.nodes.indices.filter { document.nodes[$0].kind == .string }
        strings = Dictionary(uniqueKeysWithValues: nodes.map { ($0, document.utf8(of: $0)) })
    }

    /// Whether a node of a payload, or any member of an array, is this value.
    func matches(_ node: Int, in payload: JSONDocument) -> Bool {
        if equals(0, node, in: payload) { return true }
        guard payload.nodes[node].kind == .array else { return false }
        var found = false
        payload.forEachElement(of: node) { element in
            found = equals(0, element, in: payload)
            return !found
        }
        return found
    }

    /// Whether an array has this value as a member, or a string has it as a space-separated word.
    func isContained(in node: Int, of payload: JSONDocument) -> Bool {
        switch payload.nodes[node].kind {
        case .array: matches(node, in: payload)
        case .string: strings[0].map { payload.hasWord($0, in: node) } ?? false
        default: false
        }
    }

    /// Whether a node of this value and one of the payload are equal; the reader limits the depth of both.
    private func equals(_ mine: Int, _ node: Int, in payload: JSONDocument) -> Bool {
        guard payload.nodes[node].kind == document.nodes[mine].kind else { return false }
        switch document.nodes[mine].kind {
        case .true, .false, .null: return true
        case .string: return payload.isString(node, strings[mine] ?? [])
        case .number:
            return document.orderOfNumbers(mine, to: node, of: payload) == .same
        case .array: return equalArrays(mine, node, in: payload)
        case .object: return equalObjects(mine, node, in: payload)
        }
    }

    private func equalArrays(_ mine: Int, _ node: Int, in payload: JSONDocument) -> Bool {
        var other = node + 1
        var equal = true
        document.forEachElement(of: mine) { element in
            equal = other < Int(payload.nodes[node].next) && equals(element, other, in: payload)
            if equal { other = Int(payload.nodes[other].next) }
            return equal
        }
        return equal && other == Int(payload.nodes[node].next)
    }

    /// Compares members in any order; names are unique.
    private func equalObjects(_ mine: Int, _ node: Int, in payload: JSONDocument) -> Bool {
        var equal = Self.members(of: mine, in: document) == Self.members(of: node, in: payload)
        guard equal else { return false }
        document.forEachElement(of: mine) { value in
            let other = payload.member(strings[value - 1] ?? [], of: node)
            equal = other.map { equals(value, $0, in: payload) } ?? false
            return equal
        }
        return equal
    }

    private static func members(of object: Int, in document: JSONDocument) -> Int {
        var count = 0
        document.forEachElement(of: object) { _ in
            count += 1
            return true
        }
        return count
    }
}

extension JSONDocument {
    /// The order of a number node and one of another document.
    func orderOfNumbers(_ node: Int, to other: Int, of document: JSONDocument) -> DecimalNumber.Order {
        DecimalNumber(bytes, nodes[node].range).order(
            in: bytes,
            to: DecimalNumber(document.bytes, document.nodes[other].range),
            in: document.bytes
        )
    }
}
