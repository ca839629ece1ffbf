/// The values of string nodes: what stands between the quotes, with escapes undone.
enum JSONString {
    /// Calls `body` with each byte of the value in UTF-8 until it returns false.
    ///
    /// - Returns: whether the end was reached.
    @inline(__always)
    static func forEachByte(of node: JSONNode, in bytes: Span<UInt8>, _ body: (UInt8) -> Bool) -> Bool {
        var position = Int(node.start)
        while position < Int(node.end) {
            guard node.isEscaped, bytes[position] == UInt8(ascii: "\\") else {
                guard body(bytes[position]) else { return false }
                position += 1
                continue
            }
            let (scalar, next) = JSONEscape.scalar(at: position, in: bytes)
            position = next
            guard encode(scalar, body) else { return false }
        }
        return true
    }

    /// The scalar's UTF-8 bytes (RFC 3629 section 3); `scalar` is no surrogate.
    @inline(__always)
    private static func encode(_ scalar: UInt32, _ body: (UInt8) -> Bool) -> Bool {
        switch scalar {
        case 0..<0x80:
            return body(UInt8(scalar))
        case 0x80..<0x800:
            return body(0xC0 | UInt8(scalar >> 6)) && body(tail(scalar))
        case 0x800..<0x10000:
            return body(0xE0 | UInt8(scalar >> 12)) && body(tail(scalar >> 6)) && body(tail(scalar))
        default:
            return body(0xF0 | UInt8(scalar >> 18)) && body(tail(scalar >> 12)) && body(tail(scalar >> 6))
                && body(tail(scalar))
        }
    }

    private static func tail(_ bits: UInt32) -> UInt8 {
        0x80 | UInt8(bits & 0x3F)
    }

    /// Whether the value is exactly these bytes.
    static func equal(_ node: JSONNode, _ utf8: [UInt8], in bytes: Span<UInt8>) -> Bool {
        if !node.isEscaped {
            guard node.range.count == utf8.count else { return false }
            for offset in 0..<utf8.count where bytes[Int(node.start) + offset] != utf8[offset] { return false }
            return true
        }
        var at = 0
        let whole = forEachByte(of: node, in: bytes) { byte in
            guard at < utf8.count, utf8[at] == byte else { return false }
            at += 1
            return true
        }
        return whole && at == utf8.count
    }

    /// Whether two strings of one text have the same value, however they are spelt.
    static func equal(_ one: JSONNode, _ other: JSONNode, in bytes: Span<UInt8>) -> Bool {
        if !one.isEscaped, !other.isEscaped {
            guard one.range.count == other.range.count else { return false }
            for offset in 0..<one.range.count
            where bytes[Int(one.start) + offset] != bytes[Int(other.start) + offset] { return false }
            return true
        }
        return equal(one, value(of: other, in: bytes), in: bytes)
    }

    /// The value's bytes in UTF-8.
    static func value(of node: JSONNode, in bytes: Span<UInt8>) -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(node.range.count)
        _ = forEachByte(of: node, in: bytes) { byte in
            value.append(byte)
            return true
        }
        return value
    }

    static func hash(_ node: JSONNode, in bytes: Span<UInt8>) -> Int {
        var hasher = Hasher()
        var length = 0
        _ = forEachByte(of: node, in: bytes) { byte in
            hasher.combine(byte)
            length += 1
            return true
        }
        hasher.combine(length)
        return hasher.finalize()
    }
}
