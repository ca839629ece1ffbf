/// Checks signatures alone, against keys that the caller hands over: what `postern verify` does.
package final class SignatureVerifier {
    private let keys: KeyRing
    private var token = UnverifiedToken()

    package init(_ set: JWKSet) {
        keys = KeyRing(set)
    }

    /// Nil when the signature is valid, else the reason; the payload may be anything.
    package func refusal(of jws: [UInt8]) -> Reason? {
        if let reason = token.parse(jws.span, payload: .anything) { return reason }
        guard !token.algorithms.isEmpty else { return .algorithmNotAllowed }
        switch keys.check(token, allowing: [.asymmetric, .hmac], trace: nil) {
        case .valid: return nil
        case .refused(let reason), .unknownKey(let reason): return reason
        }
    }
}
