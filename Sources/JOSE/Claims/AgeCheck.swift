/// `iat` is not further in the past than the limit; ``IssuedAtCheck`` has passed.
struct AgeCheck: ClaimCheck {
    static let check = TokenCheck.age
    /// In seconds, as ``leeway``.
    let maxAge: Double
    let leeway: Double

    /// Whether a token issued at that time is accepted, both in Unix seconds.
    func passes(_ issuedAt: Double, at now: Double) -> Bool {
        now - issuedAt <= maxAge + leeway
    }

    private func issuedAt(of token: borrowing UnverifiedToken) -> Double {
        guard case .at(let issuedAt) = NumericDate(token.claims.issuedAt, in: token.payload) else { return -.infinity }
        return issuedAt
    }

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        passes(issuedAt(of: token), at: now) ? nil : .tokenExpired
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        "now - iat at most \(maxAge) + \(leeway)"
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        "\(now - issuedAt(of: token))"
    }
}
