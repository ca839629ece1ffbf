/// A pattern that covers a whole string, for `matches`; time grows with the string's length alone, whatever the pattern.
///
/// A small, usual language over characters:
///
/// | written | means |
/// | --- | --- |
/// | `a`, `é` | itself |
/// | `\.` | the punctuation mark that follows, itself |
/// | `\d` `\w` `\s` | an ASCII digit; letter, digit or `_`; white space |
/// | `.` | any one character |
/// | `[a-z_]` `[^,;]` | one of these ASCII characters; any one character but these |
/// | `x*` `x+` `x?` | any number of x; one or more; one or none |
/// | `x{3}` `x{2,}` `x{2,5}` | so many of x |
/// | `xy` `x\|y` `(x)` | x, then y; x or y; one unit |
///
/// There are no anchors, since both ends are always anchored, and no back references, since those take exponential time.
public struct ClaimPattern: Sendable, Equatable {
    /// What the operator wrote.
    public let text: String
    let expression: PatternExpression

    /// - Throws: ``ClaimPatternError`` for a text that is no pattern, or one with more than 1,000 characters to match.
    public init(_ text: String) throws(ClaimPatternError) {
        self.text = text
        expression = try PatternParser.parse(text)
    }
}
