/// A JSON number by its digits, compared exactly however many there are (RFC 8259 section 6).
///
/// As doubles, 9007199254740993 and 9007199254740992 would be equal. Stores offsets into its text.
struct DecimalNumber {
    enum Order {
        case less, same, greater
    }

    private let isNegative: Bool
    /// From the first nonzero digit to the last one, possibly with the point; empty for zero.
    private let digits: Range<Int>
    /// The power of ten of the first digit.
    private let magnitude: Int

    /// Larger exponents are clamped to this.
    private static let maxExponent = 1 << 48
    private static let point = UInt8(ascii: ".")

    /// Reads the number in a part of a text, whose syntax the reader has checked.
    init(_ text: [UInt8], _ part: Range<Int>) {
        isNegative = part.first.map { text[$0] == UInt8(ascii: "-") } ?? false
        let start = isNegative ? part.lowerBound + 1 : part.lowerBound
        let end = part.first { text[$0] | 0x20 == UInt8(ascii: "e") } ?? part.upperBound
        let isSignificant = { (position: Int) in 0x31...0x39 ~= text[position] }
        guard let first = (start..<end).first(where: isSignificant),
            let last = (start..<end).last(where: isSignificant)
        else {
            digits = start..<start
            magnitude = 0
            return
        }
        digits = first..<last + 1
        let point = (start..<end).first { text[$0] == Self.point } ?? end
        let power = first < point ? point - first - 1 : point - first
        magnitude = power + Self.exponent(text, end..<part.upperBound)
    }

    /// The exponent of `e…`; 0 for an empty part.
    private static func exponent(_ text: [UInt8], _ part: Range<Int>) -> Int {
        var value = 0
        var isNegative = false
        for position in part.dropFirst() {
            switch text[position] {
            case UInt8(ascii: "-"): isNegative = true
            case 0x30...0x39: value = min(value * 10 + Int(text[position] - 0x30), maxExponent)
            default: break
            }
        }
        return isNegative ? -value : value
    }

    private var isZero: Bool { digits.isEmpty }

    /// The order of this number and one of another text.
    func order(in text: [UInt8], to other: DecimalNumber, in otherText: [UInt8]) -> Order {
        switch (sign, other.sign) {
        case (0, 0): .same
        case (let mine, let theirs) where mine != theirs: mine < theirs ? .less : .greater
        case (1, _): orderOfSizes(text, other, otherText)
        default: other.orderOfSizes(otherText, self, text)
        }
    }

    private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }

    private func orderOfSizes(_ text: [UInt8], _ other: DecimalNumber, _ otherText: [UInt8]) -> Order {
        guard magnitude == other.magnitude else { return magnitude < other.magnitude ? .less : .greater }
        var mine = digits
        var theirs = other.digits
        while true {
            switch (Self.next(&mine, text), Self.next(&theirs, otherText)) {
            case (nil, nil): return .same
            // The last digits are not zero, so that the longer one is the greater.
            case (nil, _): return .less
            case (_, nil): return .greater
            case (let one?, let another?):
                guard one == another else { return one < another ? .less : .greater }
            }
        }
    }

    private static func next(_ digits: inout Range<Int>, _ text: [UInt8]) -> UInt8? {
        while let position = digits.first {
            digits = position + 1..<digits.upperBound
            if text[position] != point { return text[position] }
        }
        return nil
    }
}
