/// What an issuer without keys means for `/readyz`.
public enum IssuerReadiness: String, Sendable, CaseIterable {
    /// The service stays ready: the issuer's own tokens are answered with 503, other issuers' tokens are decided.
    case optional
    /// The service is not ready.
    case required
}
