/// A claim by name: the literal name first, then, if it begins with `/`, as a JSON Pointer (RFC 6901).
public struct ClaimPath: Sendable, Equatable {
    /// What the operator wrote.
    public let text: String
    /// The pointer's reference tokens, unescaped; nil when the text is no pointer.
    public let pointer: [String]?

    /// Nil when the text begins with `/` and has a `~` that is not followed by 0 or 1.
    public init?(_ text: String) {
        self.text = text
        guard text.utf8.first == UInt8(ascii: "/") else {
            pointer = nil
            return
        }
        var tokens: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            var token = ""
            var escaped = false
            for character in part.unicodeScalars {
                switch (escaped, character) {
                case (true, "0"): token.append("~")
                case (true, "1"): token.append("/")
                case (true, _): return nil
                case (false, "~"):
                    escaped = true
                    continue
                case (false, _): token.unicodeScalars.append(character)
                }
                escaped = false
            }
            if escaped { return nil }
            tokens.append(token)
        }
        pointer = tokens
    }
}
