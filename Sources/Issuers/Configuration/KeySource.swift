/// Where one issuer's keys come from.
public enum KeySource: Sendable, Equatable {
    /// A JWK set behind a URL (RFC 7517 section 5).
    case url(String)
    /// A JWK set in a file that the operator keeps; HMAC keys are honoured here alone.
    case file(path: String)
    /// The URL of an OpenID Connect discovery document, whose `jwks_uri` is followed.
    case discovery(url: String)
}
