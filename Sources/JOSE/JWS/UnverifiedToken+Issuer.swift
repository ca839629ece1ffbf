extension UnverifiedToken {
    /// The issuer (`iss`) of a compact token **that is not verified**.
    ///
    /// Anyone can write any issuer into a token. Use the value only to choose which keys to fetch or which
    /// ``TokenVerifier`` to use. ``TokenVerifier/init(_:)`` with several issuers makes that choice itself.
    ///
    /// - Returns: nil when the text is not a compact JWT, or its `iss` is not a string.
    public static func unverifiedIssuer(of text: String) -> String? {
        unverifiedIssuer(of: text.utf8.span)
    }

    /// As ``unverifiedIssuer(of:)-(String)``, for a token that is part of a buffer.
    public static func unverifiedIssuer(of text: Span<UInt8>) -> String? {
        var token = UnverifiedToken()
        guard token.parse(text) == nil, let node = token.issuerNode, token.payload.nodes[node].kind == .string else {
            return nil
        }
        return token.payload.text(of: node)
    }
}
