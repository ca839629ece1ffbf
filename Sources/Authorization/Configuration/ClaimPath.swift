/// The path of a claim: a literal name or, if no claim has that name, a JSON Pointer (RFC 6901).
public struct ClaimPath: Sendable, Equatable {
    /// What the operator wrote.
    public let text: String
    /// The pointer's reference tokens, unescaped; nil when the text does not begin with `/`.
    public let pointer: [String]?

    /// Creates a path; nil when the text begins with `/` and has a `~` that is not followed by 0 or 1.
    public init?(_ text: String) {
        self.text = text
        guard text.utf8.first == UInt8(ascii: "/") else {
            pointer = nil
            return
        }
        var tokens: [String] = []
        // By scalars, so that combining characters do not hide a slash.
        for part in text.unicodeScalars.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let token = Self.unescaped(part) else { return nil }
            tokens.append(token)
        }
        pointer = tokens
    }

    /// A reference token with `~0` and `~1` decoded (RFC 6901 section 4); nil for any other escape.
    private static func unescaped(_ part: Substring.UnicodeScalarView) -> String? {
        var token = String.UnicodeScalarView()
        var rest = part
        while let scalar = rest.popFirst() {
            guard scalar == "~" else {
                token.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "0": token.append("~")
            case "1": token.append("/")
            default: return nil
            }
        }
        return String(token)
    }
}
