/// Verifies signatures only, with given keys: what `postern verify` does.
package final class SignatureVerifier {
    private let keys: KeyRing
    private var token = UnverifiedToken()

    /// Creates a verifier with a set's keys.
    package init(_ set: JWKSet) {
        keys = KeyRing(set)
    }

    /// Why a compact JWS is not valid; nil when its signature is valid.
    ///
    /// The payload may be any bytes.
    package func failure(of jws: [UInt8]) -> TokenFailure? {
        if let problem = token.parse(jws.span, payload: .anything) { return problem.failure }
        guard !token.algorithms.isEmpty else { return .algorithmNotAllowed }
        switch keys.check(token, allowing: [.asymmetric, .hmac], nil) {
        case .valid: return nil
        case .refused(let problem), .unknownKey(let problem): return problem.failure
        }
    }
}
