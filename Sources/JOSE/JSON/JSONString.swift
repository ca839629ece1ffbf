/// The values of string nodes: the text between the quotes, unescaped.
enum JSONString {
    /// Whether the value is exactly these bytes.
    static func equal(_ node: JSONNode, _ utf8: [UInt8], in bytes: Span<UInt8>) -> Bool {
        // An escape is never shorter than its value.
        guard node.isEscaped ? node.range.count >= utf8.count : node.range.count == utf8.count else { return false }
        var cursor = JSONStringCursor(node)
        for byte in utf8 where cursor.next(in: bytes) != byte { return false }
        return cursor.next(in: bytes) == nil
    }

    /// Whether two strings of one text have the same value, escaped or not.
    static func equal(_ one: JSONNode, _ other: JSONNode, in bytes: Span<UInt8>) -> Bool {
        if !one.isEscaped, !other.isEscaped, one.range.count != other.range.count { return false }
        var first = JSONStringCursor(one)
        var second = JSONStringCursor(other)
        while let byte = first.next(in: bytes) {
            guard second.next(in: bytes) == byte else { return false }
        }
        return second.next(in: bytes) == nil
    }

    /// The value's bytes in UTF-8.
    static func value(of node: JSONNode, in bytes: Span<UInt8>) -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(node.range.count)
        var cursor = JSONStringCursor(node)
        while let byte = cursor.next(in: bytes) { value.append(byte) }
        return value
    }
}
