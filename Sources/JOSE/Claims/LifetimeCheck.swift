/// `exp - iat` is within the limit; both are known to be numbers.
struct LifetimeCheck: ClaimCheck {
    static let check = TokenCheck.lifetime
    /// In seconds.
    let maxLifetime: Double

    private func lifetime(of token: borrowing UnverifiedToken) -> Double {
        guard case .at(let expiry) = NumericDate(token.claims.expiry, in: token.payload),
            case .at(let issuedAt) = NumericDate(token.claims.issuedAt, in: token.payload)
        else { return .infinity }
        return expiry - issuedAt
    }

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        lifetime(of: token) <= maxLifetime ? nil : .claimMalformed
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        "exp - iat at most \(maxLifetime)"
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        "\(lifetime(of: token))"
    }
}
