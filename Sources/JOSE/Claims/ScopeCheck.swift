/// `scope`, if present, is a string or an array of strings (RFC 8693 section 4.2).
struct ScopeCheck: ClaimCheck {
    static let check = TokenCheck.scope

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        guard let scope = token.claims.scope, !StringList.isWellFormed(scope, in: token.payload) else { return nil }
        return .claimMalformed
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        "`scope` as a string or an array of strings"
    }

    /// A check that passes is not reported.
    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        guard failure(of: token, at: now) != nil else { return nil }
        return token.claims.scope.map { token.payload.text(of: $0) }
    }
}
