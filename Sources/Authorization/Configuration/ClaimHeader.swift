/// A response header that carries a claim of the verified token.
public struct ClaimHeader: Sendable, Equatable {
    /// The encoding of a claim's value in the header.
    public enum Format: String, Sendable, Equatable, CaseIterable {
        /// Strings as they are, numbers and booleans as in JSON, arrays and objects as `json`.
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

    /// The value of the header.
    public enum Content: Sendable, Equatable {
        /// A claim in a format.
        case claim(ClaimPath, Format)
        /// The token's whole payload as it was signed, base64url without padding.
        case payload
    }

    /// The header's name, an RFC 9110 token.
    public let name: String
    /// The header's value.
    public let content: Content
    /// The value if the claim is absent or null; nil leaves the header empty.
    ///
    /// Encoded like a string in the format `plain`. Requests without a token always get empty headers.
    public let defaultValue: String?

    /// Creates a claim header.
    public init(name: String, content: Content, defaultValue: String? = nil) {
        self.name = name
        self.content = content
        self.defaultValue = defaultValue
    }
}
