import Bytes

/// Up to seven bytes and their count in one word, so that a short name is compared with one instruction.
struct ShortWord: Equatable {
    static let maxLength = 7

    /// The first byte lowest, the number of bytes in the highest.
    let bits: UInt64

    /// A part of a text, of at most seven bytes.
    init(_ bytes: Span<UInt8>, _ part: Range<Int>) {
        var bits = UInt64(part.count) << 56
        if part.lowerBound + 8 <= bytes.count {
            bits |= bytes.word(at: part.lowerBound) & (1 << UInt64(8 * part.count) - 1)
        } else {
            for (place, position) in part.enumerated() { bits |= UInt64(bytes[position]) << UInt64(8 * place) }
        }
        self.bits = bits
    }

    /// The next seven bytes of a string, or the rest of it; nil at its end.
    init?(next cursor: inout JSONStringCursor, in bytes: Span<UInt8>) {
        var bits: UInt64 = 0
        var count: UInt64 = 0
        while count < Self.maxLength, let byte = cursor.next(in: bytes) {
            bits |= UInt64(byte) << (8 * count)
            count += 1
        }
        guard count > 0 else { return nil }
        self.bits = bits | count << 56
    }

    /// A literal name of three to five ASCII characters.
    private init(
        _ first: Unicode.Scalar,
        _ second: Unicode.Scalar,
        _ third: Unicode.Scalar,
        _ fourth: Unicode.Scalar? = nil,
        _ fifth: Unicode.Scalar? = nil
    ) {
        var bits = UInt64(3 << 56) | UInt64(first.value) | UInt64(second.value) << 8 | UInt64(third.value) << 16
        if let fourth { bits += 1 << 56 | UInt64(fourth.value) << 24 }
        if let fifth { bits += 1 << 56 | UInt64(fifth.value) << 32 }
        self.bits = bits
    }

    static let alg = ShortWord("a", "l", "g")
    static let kid = ShortWord("k", "i", "d")
    static let typ = ShortWord("t", "y", "p")
    static let crit = ShortWord("c", "r", "i", "t")
    static let b64 = ShortWord("b", "6", "4")
    static let zip = ShortWord("z", "i", "p")
    static let enc = ShortWord("e", "n", "c")
    static let iss = ShortWord("i", "s", "s")
    static let aud = ShortWord("a", "u", "d")
    static let exp = ShortWord("e", "x", "p")
    static let nbf = ShortWord("n", "b", "f")
    static let iat = ShortWord("i", "a", "t")
    static let scope = ShortWord("s", "c", "o", "p", "e")
}
