/// A response header that carries a claim of the verified token.
public struct ClaimHeader: Sendable, Equatable {
    /// How a claim's value is spelt in the header.
    public enum Format: String, Sendable, Equatable, CaseIterable {
        /// Strings as they are, numbers and booleans in JSON's spelling, arrays and objects as `json`.
        case plain
        /// The members of a list, separated by commas.
        case csv
        /// The members of a list, separated by spaces.
        case space
        /// Compact JSON, everything outside visible ASCII and space as `\u` escapes.
        case json
        /// Compact JSON in base64url without padding.
        case base64json
    }

    /// What stands in the header.
    public enum Content: Sendable, Equatable {
        case claim(ClaimPath, Format)
        /// The token's whole payload as it was signed, base64url without padding.
        case payload
    }

    /// The header's name, an RFC 9110 token.
    public let name: String
    public let content: Content
    /// What stands in the header where a token lacks the claim, or has null; nil leaves it empty.
    ///
    /// Written as a string without format is. Requests without a token get empty headers all the same.
    public let defaultValue: String?

    public init(name: String, content: Content, defaultValue: String? = nil) {
        self.name = name
        self.content = content
        self.defaultValue = defaultValue
    }
}
