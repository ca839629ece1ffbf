/// `iat` is a number if present, and is present if a lifetime or an age is limited (RFC 7519 section 4.1.6).
struct IssuedAtCheck: ClaimCheck {
    static let check = TokenCheck.issuedAt
    let isRequired: Bool

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        switch NumericDate(token.claims.issuedAt, in: token.payload) {
        case .absent: isRequired ? .claimMissing : nil
        case .malformed: .claimMalformed
        case .at: nil
        }
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        token.claims.issuedAt == nil ? "`iat`" : "`iat` as a finite number"
    }

    /// A check that passes is not reported.
    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        guard failure(of: token, at: now) != nil else { return nil }
        return token.claims.issuedAt.map { token.payload.json(of: $0) } ?? "no such claim"
    }
}
