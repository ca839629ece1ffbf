/// `iss` is one of the configured issuers (RFC 7519 section 4.1.1).
struct IssuerCheck: ClaimCheck {
    static let check = TokenCheck.issuer
    let issuers: [[UInt8]]

    /// The index of the issuer that a token names; nil for any other.
    func issuer(of token: borrowing UnverifiedToken) -> Int? {
        guard let node = token.claims.issuer else { return nil }
        return issuers.firstIndex { token.payload.isString(node, $0) }
    }

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        guard let node = token.claims.issuer else { return .issuerUnknown }
        guard token.payload.nodes[node].kind == .string else { return .claimMalformed }
        return issuer(of: token) == nil ? .issuerUnknown : nil
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        issuers.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or ")
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        token.claims.issuer.map { token.payload.text(of: $0) } ?? "no `iss`"
    }
}
