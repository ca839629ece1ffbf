/// Checks signatures alone, against keys that the caller hands over: what `postern verify` does.
package final class SignatureVerifier {
    private let keys: KeyRing
    private var token = UnverifiedToken()

    package init(_ set: JWKSet) {
        keys = KeyRing(set)
    }

    /// Nil when the signature is valid, else what is wrong; the payload may be anything.
    package func failure(of jws: [UInt8]) -> TokenFailure? {
        if let problem = token.parse(jws.span, payload: .anything) { return problem.failure }
        guard !token.algorithms.isEmpty else { return .algorithmNotAllowed }
        switch keys.check(token, allowing: [.asymmetric, .hmac], nil) {
        case .valid: return nil
        case .refused(let problem), .unknownKey(let problem): return problem.failure
        }
    }
}
