extension UnverifiedToken {
    /// What a compact token says of its issuer (`iss`) **before anybody has verified it**.
    ///
    /// Anyone can write any issuer into a token. The value may choose which keys to fetch or which ``TokenVerifier`` to ask;
    /// nothing else may follow from it. To verify tokens of several issuers, ``TokenVerifier/init(_:)`` does the choosing.
    ///
    /// - Returns: nil when the text is no token of this form, or has no `iss` that is a string.
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
