/// `alg` is one of the algorithms that the issuer allows (RFC 8725 section 3.1).
struct AlgorithmCheck: ClaimCheck {
    static let check = TokenCheck.algorithm
    let allowed: AlgorithmSet

    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure? {
        token.algorithms.isDisjoint(with: allowed) ? .algorithmNotAllowed : nil
    }

    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String {
        allowed.joinedNames
    }

    func found(in token: borrowing UnverifiedToken, at now: Double) -> String? {
        token.algorithmName
    }
}
