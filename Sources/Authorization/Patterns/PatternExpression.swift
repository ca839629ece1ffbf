/// A parsed pattern over the bytes of UTF-8.
indirect enum PatternExpression: Sendable, Equatable {
    /// One byte of a set.
    case byte(ByteSet)
    case sequence([PatternExpression])
    case choice([PatternExpression])
    /// Zero or more repetitions.
    case many(PatternExpression)
    case optional(PatternExpression)

    /// One character outside ASCII: a lead byte and its tail (RFC 3629 section 4).
    ///
    /// Texts are well-formed, so the number of tail bytes need not be counted.
    static let multibyte = PatternExpression.sequence([
        .byte(ByteSet(0xC2...0xF4)), .many(.byte(ByteSet(0x80...0xBF))),
    ])

    /// One character: an ASCII one of the set, or any other.
    static func anyCharacter(ascii: ByteSet) -> PatternExpression {
        .choice([.byte(ascii), multibyte])
    }

    /// One literal character.
    static func literal(_ scalar: Unicode.Scalar) -> PatternExpression {
        let bytes = UTF8.encode(scalar).map { Array($0) } ?? []
        return bytes.count == 1 ? .byte(ByteSet(bytes[0])) : .sequence(bytes.map { .byte(ByteSet($0)) })
    }

    /// The number of single bytes in the expression.
    var size: Int {
        switch self {
        case .byte: 1
        case .sequence(let parts), .choice(let parts): parts.reduce(0) { $0 + $1.size }
        case .many(let inner), .optional(let inner): inner.size
        }
    }

    /// The expression repeated between a minimum and a maximum number of times; nil has no maximum.
    func repeated(_ minimum: Int, _ maximum: Int?) -> PatternExpression {
        let needed = Array(repeating: self, count: minimum)
        guard let maximum else { return .sequence(needed + [.many(self)]) }
        return .sequence(needed + Array(repeating: .optional(self), count: maximum - minimum))
    }
}
