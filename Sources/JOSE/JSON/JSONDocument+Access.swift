/// Access by node number, without copies or reference counting: what the hot path uses.
extension JSONDocument {
    /// The value of the member with this name, compared by code point after unescaping; nil when there is none.
    package func member(_ name: [UInt8], of object: Int = 0) -> Int? {
        guard object < nodes.count, nodes[object].kind == .object else { return nil }
        let end = Int(nodes[object].next)
        var at = object + 1
        while at < end {
            if JSONString.equal(nodes[at], name, in: bytes.span) { return at + 1 }
            at = Int(nodes[at + 1].next)
        }
        return nil
    }

    /// Calls `body` with the outermost object's members whose names have three to five bytes, and with their values.
    @inline(__always)
    func forEachShortMember(_ body: (ShortWord, Int) -> Void) {
        guard isObject else { return }
        let span = bytes.span
        let nodes = nodes.span
        var name = 1
        while name < nodes.count {
            let node = nodes[name]
            if node.isEscaped {
                var cursor = JSONStringCursor(node)
                let word = ShortWord(next: &cursor, in: span)
                if let word, cursor.next(in: span) == nil { body(word, name + 1) }
            } else if 3...5 ~= node.range.count {
                body(ShortWord(span, node.range), name + 1)
            }
            name = Int(nodes[name + 1].next)
        }
    }

    /// Calls `body` with each element of an array, or with each value of an object, until it returns false.
    package func forEachElement(of container: Int, _ body: (Int) -> Bool) {
        let end = Int(nodes[container].next)
        let step = nodes[container].kind == .object ? 1 : 0
        var at = container + 1
        while at < end {
            guard body(at + step) else { return }
            at = Int(nodes[at + step].next)
        }
    }

    /// Whether the node is a string with exactly this value.
    package func isString(_ node: Int, _ value: [UInt8]) -> Bool {
        nodes[node].kind == .string && JSONString.equal(nodes[node], value, in: bytes.span)
    }

    /// A string node's value in UTF-8; for other kinds, their text.
    package func utf8(of node: Int) -> [UInt8] {
        guard nodes[node].kind == .string else { return Array(bytes[nodes[node].range]) }
        return JSONString.value(of: nodes[node], in: bytes.span)
    }

    /// Calls `body` with each byte of a string node's value.
    @inline(__always)
    package func forEachByte(of node: Int, _ body: (UInt8) -> Void) {
        var cursor = JSONStringCursor(nodes[node])
        while let byte = cursor.next(in: bytes.span) { body(byte) }
    }

    /// A string node's value as text; for other kinds, their text.
    package func text(of node: Int) -> String {
        String(decoding: utf8(of: node), as: UTF8.self)
    }

    /// A number node's value as the nearest double, infinite beyond its range; nil for other kinds.
    package func number(_ node: Int) -> Double? {
        guard nodes[node].kind == .number else { return nil }
        return JSONNumber.value(of: nodes[node].range, in: bytes)
    }
}
