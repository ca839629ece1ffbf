/// A parsed pattern over the bytes of UTF-8.
indirect enum PatternExpression: Sendable, Equatable {
    /// One byte of a set.
    case byte(ByteSet)
    case sequence([PatternExpression])
    case choice([PatternExpression])
    /// Any number of repetitions, none included.
    case many(PatternExpression)
    case optional(PatternExpression)

    /// One character outside ASCII: a lead byte and its tail (RFC 3629 section 4).
    ///
    /// Texts are well-formed and nothing else begins with a tail byte, so that it need not be counted.
    static let multibyte = PatternExpression.sequence([
        .byte(ByteSet(0xC2...0xF4)), .many(.byte(ByteSet(0x80...0xBF))),
    ])

    /// One character: an ASCII one of the set, or any other.
    static func anyCharacter(ascii: ByteSet) -> PatternExpression {
        .choice([.byte(ascii), multibyte])
    }

    /// One character as it is.
    static func literal(_ scalar: Unicode.Scalar) -> PatternExpression {
        let bytes = UTF8.encode(scalar).map { Array($0) } ?? []
        return bytes.count == 1 ? .byte(ByteSet(bytes[0])) : .sequence(bytes.map { .byte(ByteSet($0)) })
    }

    /// How many single bytes the expression is made of.
    var size: Int {
        switch self {
        case .byte: 1
        case .sequence(let parts), .choice(let parts): parts.reduce(0) { $0 + $1.size }
        case .many(let inner), .optional(let inner): inner.size
        }
    }

    /// The expression so many times; with no upper bound, at least so many.
    func repeated(_ minimum: Int, _ maximum: Int?) -> PatternExpression {
        let needed = Array(repeating: self, count: minimum)
        guard let maximum else { return .sequence(needed + [.many(self)]) }
        return .sequence(needed + Array(repeating: .optional(self), count: maximum - minimum))
    }
}
