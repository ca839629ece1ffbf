/// `nbf`, if present, is not in the future (RFC 7519 section 4.1.5).
struct NotBeforeCheck: ClaimCheck {
    static let check = TokenCheck.notBefore
    /// In seconds.
    let leeway: Double

    /// Whether a token with this `nbf` is valid already, both in Unix seconds.
    func passes(_ notBefore: Double, at now: Double) -> Bool {
        now + leeway >= notBefore
    }

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        switch NumericDate(token.claims.notBefore, in: token.payload) {
        case .absent: nil
        case .malformed: .claimMalformed
        case .at(let notBefore): passes(notBefore, at: now) ? nil : .tokenNotYetValid
        }
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        if case .malformed = NumericDate(token.claims.notBefore, in: token.payload) {
            return "`nbf` as a finite number"
        }
        return "now \(now) + \(leeway) not before nbf"
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        guard let node = token.claims.notBefore else { return nil }
        return token.payload.number(node).map { "\($0)" } ?? token.payload.json(of: node)
    }
}
