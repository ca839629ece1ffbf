/// A pattern that matches a whole string, for `matches`; matching takes time linear in the string's length.
///
/// A small subset of regular expressions over characters:
///
/// | written | means |
/// | --- | --- |
/// | `a`, `é` | itself |
/// | `\.` | the punctuation mark that follows, itself |
/// | `\d` `\w` `\s` | an ASCII digit; letter, digit or `_`; white space |
/// | `.` | any one character |
/// | `[a-z_]` `[^,;]` | one of these ASCII characters; any one character except these |
/// | `x*` `x+` `x?` | zero or more x; one or more; zero or one |
/// | `x{3}` `x{2,}` `x{2,5}` | that many x |
/// | `xy` `x\|y` `(x)` | x, then y; x or y; a group |
///
/// There are no anchors, since both ends are always anchored, and no back references, which can take exponential time.
public struct ClaimPattern: Sendable, Equatable {
    /// What the operator wrote.
    public let text: String
    let expression: PatternExpression

    /// Parses a pattern.
    ///
    /// - Throws: ``ClaimPatternError`` for an invalid pattern, or one with more than 1,000 positions.
    public init(_ text: String) throws(ClaimPatternError) {
        self.text = text
        expression = try PatternParser.parse(text)
    }
}
