/// `aud` names one of the accepted audiences (RFC 7519 section 4.1.3).
struct AudienceCheck: ClaimCheck {
    static let check = TokenCheck.audience
    /// Nil accepts every audience, and a token without one.
    private let audiences: [[UInt8]]?

    init(_ audiences: TokenRequirements.Audiences) {
        self.audiences =
            switch audiences {
            case .any: nil
            case .anyOf(let names): names.map { Array($0.utf8) }
            }
    }

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        guard let node = token.claims.audience else { return audiences == nil ? nil : .audienceMismatch }
        guard StringList.isWellFormed(node, in: token.payload) else { return .claimMalformed }
        guard let audiences else { return nil }
        var matches = false
        StringList.forEach(node, in: token.payload) { name in
            matches = audiences.contains { token.payload.isString(name, $0) }
            return !matches
        }
        return matches ? nil : .audienceMismatch
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        if let node = token.claims.audience, !StringList.isWellFormed(node, in: token.payload) {
            return "a string or an array of strings"
        }
        return audiences.map { $0.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or ") } ?? "any"
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        token.claims.audience.map { token.payload.text(of: $0) } ?? "no `aud`"
    }
}
