/// `exp` is present, and now is before it (RFC 7519 section 4.1.4).
struct ExpiryCheck: ClaimCheck {
    static let check = TokenCheck.expiry
    /// In seconds.
    let leeway: Double

    /// Whether a token with this expiry is still valid, both in Unix seconds.
    func passes(_ expiry: Double, at now: Double) -> Bool {
        now < expiry + leeway
    }

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        switch NumericDate(token.claims.expiry, in: token.payload) {
        case .absent: .claimMissing
        case .malformed: .claimMalformed
        case .at(let expiry): passes(expiry, at: now) ? nil : .tokenExpired
        }
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        switch NumericDate(token.claims.expiry, in: token.payload) {
        case .absent: "`exp`"
        case .malformed: "`exp` as a finite number"
        case .at: "now \(now) before exp + \(leeway)"
        }
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        guard let node = token.claims.expiry else { return "no such claim" }
        return token.payload.number(node).map { "\($0)" } ?? token.payload.json(of: node)
    }
}
