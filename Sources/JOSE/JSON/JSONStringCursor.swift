/// Iterates over a string node's value byte by byte in UTF-8, unescaped.
struct JSONStringCursor {
    private var position: Int
    private let end: Int
    private let isEscaped: Bool
    /// The remaining bytes of an escaped character, the next one lowest.
    private var pending: UInt32 = 0

    init(_ node: JSONNode) {
        position = Int(node.start)
        end = Int(node.end)
        isEscaped = node.isEscaped
    }

    @inline(__always)
    mutating func next(in bytes: Span<UInt8>) -> UInt8? {
        if !isEscaped {
            guard position < end else { return nil }
            defer { position += 1 }
            return bytes[position]
        }
        return nextUnescaped(in: bytes)
    }

    private mutating func nextUnescaped(in bytes: Span<UInt8>) -> UInt8? {
        if pending != 0 {
            defer { pending >>= 8 }
            return UInt8(truncatingIfNeeded: pending)
        }
        guard position < end else { return nil }
        guard bytes[position] == UInt8(ascii: "\\") else {
            defer { position += 1 }
            return bytes[position]
        }
        let (scalar, next) = JSONEscape.scalar(at: position, in: bytes)
        position = next
        return first(of: scalar)
    }

    /// The first of a scalar's UTF-8 bytes (RFC 3629 section 3); the others become pending.
    ///
    /// `scalar` is not a surrogate.
    private mutating func first(of scalar: UInt32) -> UInt8 {
        func tail(_ shift: UInt32) -> UInt32 { 0x80 | scalar >> shift & 0x3F }
        switch scalar {
        case 0..<0x80:
            return UInt8(truncatingIfNeeded: scalar)
        case 0x80..<0x800:
            pending = tail(0)
            return 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
        case 0x800..<0x10000:
            pending = tail(6) | tail(0) << 8
            return 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
        default:
            pending = tail(12) | tail(6) << 8 | tail(0) << 16
            return 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
        }
    }
}
