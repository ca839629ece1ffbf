/// Access by node number, which neither copies nor counts references: what the hot path uses.
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
        let range = nodes[node].range
        // Up to 15 digits are exact in a double, and nearly every date is of this form.
        if range.count <= 15 {
            var value = 0
            var isNegative = false
            var isInteger = true
            for position in range {
                let byte = bytes[position]
                if byte == UInt8(ascii: "-"), position == range.lowerBound {
                    isNegative = true
                } else if 0x30...0x39 ~= byte {
                    value = value * 10 + Int(byte - 0x30)
                } else {
                    isInteger = false
                    break
                }
            }
            if isInteger { return Double(isNegative ? -value : value) }
        }
        return Double(String(decoding: bytes[range], as: UTF8.self))
    }
}
