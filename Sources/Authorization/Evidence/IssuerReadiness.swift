/// What an issuer without keys means for `/readyz`.
public enum IssuerReadiness: String, Sendable, CaseIterable {
    /// The service stays ready: the issuer's tokens are answered with 503, other tokens are decided.
    case optional
    /// The service is not ready.
    case required
}
