/// Parses a ``ClaimPattern``.
struct PatternParser {
    /// The maximum number of single bytes in a pattern, whose tables grow with its square.
    static let maxPositions = 1000
    private static let maxDepth = 32
    private static let maxRepetitions = 1000

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    static func parse(_ text: String) throws(ClaimPatternError) -> PatternExpression {
        var parser = PatternParser(scalars: Array(text.unicodeScalars))
        let expression = try parser.choice()
        guard parser.position == parser.scalars.count else { throw parser.error("unmatched )") }
        return expression
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private func error(_ message: String) -> ClaimPatternError {
        ClaimPatternError(message, at: min(position, max(0, scalars.count - 1)))
    }

    private func peek() -> Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    // MARK: Expressions

    private mutating func choice() throws(ClaimPatternError) -> PatternExpression {
        var branches = [try sequence()]
        while take("|") {
            branches.append(try sequence())
            try check(branches)
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(ClaimPatternError) -> PatternExpression {
        var parts: [PatternExpression] = []
        while let next = peek(), next != "|", next != ")" { parts.append(try repetition()) }
        try check(parts)
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private func check(_ parts: [PatternExpression]) throws(ClaimPatternError) {
        guard parts.reduce(0, { $0 + $1.size }) <= Self.maxPositions else { throw error("the pattern is too large") }
    }

    private mutating func repetition() throws(ClaimPatternError) -> PatternExpression {
        let inner = try unit()
        let repeated: PatternExpression
        switch peek() {
        case "*": repeated = .many(inner)
        case "+": repeated = inner.repeated(1, nil)
        case "?": repeated = .optional(inner)
        case "{":
            position += 1
            repeated = try counted(inner)
        default: return inner
        }
        position += 1
        if let next = peek(), ["*", "+", "?", "{"].contains(next) {
            throw error("a repetition cannot be repeated: put the inner one in ( )")
        }
        return repeated
    }

    /// The rest of `{2,5}` up to its brace.
    private mutating func counted(_ inner: PatternExpression) throws(ClaimPatternError) -> PatternExpression {
        guard let minimum = try number() else { throw error("expected a number after {, or write \\{ for the brace") }
        var maximum: Int? = minimum
        if take(",") { maximum = try number() }
        guard peek() == "}" else { throw error("expected } after the number of repetitions") }
        if let maximum, maximum < minimum { throw error("the second number is smaller than the first") }
        guard max(minimum, maximum ?? 0) * max(1, inner.size) <= Self.maxPositions else {
            throw error("the pattern is too large")
        }
        return inner.repeated(minimum, maximum)
    }

    private mutating func number() throws(ClaimPatternError) -> Int? {
        var value: Int?
        while let next = peek(), "0"..."9" ~= next {
            value = (value ?? 0) * 10 + Int(next.value - 0x30)
            guard let value, value <= Self.maxRepetitions else { throw error("too many repetitions") }
            position += 1
        }
        return value
    }

    private mutating func unit() throws(ClaimPatternError) -> PatternExpression {
        guard let next = peek() else { throw error("the pattern ends too early") }
        switch next {
        case "*", "+", "?", "{": throw error("nothing to repeat before \(next)")
        case "^", "$": throw error("a pattern always matches the whole value: remove \(next), or write \\\(next)")
        case "}", "]": throw error("write \\\(next) for the character itself")
        case "(": return try group()
        case "[":
            position += 1
            return try characterClass()
        case ".":
            position += 1
            return .anyCharacter(ascii: ByteSet(0...0x7F))
        case "\\":
            position += 1
            return .byte(try escape())
        default:
            position += 1
            return .literal(next)
        }
    }

    private mutating func group() throws(ClaimPatternError) -> PatternExpression {
        depth += 1
        guard depth <= Self.maxDepth else { throw error("parentheses nested more than \(Self.maxDepth) deep") }
        position += 1
        if peek() == "?" { throw error("(? … ) is not supported") }
        let inner = try choice()
        guard take(")") else { throw error("unmatched (") }
        depth -= 1
        return inner
    }

    // MARK: Characters

    /// The character after a backslash, inside and outside brackets.
    private mutating func escape() throws(ClaimPatternError) -> ByteSet {
        guard let next = peek() else { throw error("a backslash at the end") }
        position += 1
        switch next {
        case "d": return ByteSet(0x30...0x39)
        case "w":
            var word = ByteSet(0x30...0x39)
            for range in [UInt8(0x41)...0x5A, 0x61...0x7A, 0x5F...0x5F] { word.formUnion(ByteSet(range)) }
            return word
        case "s":
            var space = ByteSet(0x09...0x0D)
            space.insert(0x20)
            return space
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": return ByteSet(UInt8(ascii: next))
        default:
            position -= 1
            throw error("\\\(next) is not supported")
        }
    }

    /// The rest of `[a-z]` after its bracket.
    private mutating func characterClass() throws(ClaimPatternError) -> PatternExpression {
        let isNegated = take("^")
        var set = ByteSet()
        var isEmpty = true
        while !take("]") {
            guard peek() != nil else { throw error("unmatched [") }
            set.formUnion(try member())
            isEmpty = false
        }
        guard !isEmpty else { throw error("[ ] is empty") }
        return isNegated ? .anyCharacter(ascii: set.asciiComplement) : .byte(set)
    }

    private mutating func member() throws(ClaimPatternError) -> ByteSet {
        if take("\\") { return try escape() }
        let first = try asciiMember()
        guard peek() == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return ByteSet(first) }
        position += 1
        guard peek() != "\\" else { throw error("a range must end with a literal character") }
        let last = try asciiMember()
        guard first <= last else { throw error("the range is reversed") }
        return ByteSet(first...last)
    }

    private mutating func asciiMember() throws(ClaimPatternError) -> UInt8 {
        guard let next = peek(), next.isASCII else { throw error("only ASCII characters are allowed between [ and ]") }
        guard next != "[" else { throw error("write \\[ for the bracket itself") }
        position += 1
        return UInt8(ascii: next)
    }
}
