/// The source of one issuer's keys.
package enum KeySource: Sendable, Equatable {
    /// The URL of a JWK set (RFC 7517 section 5).
    case url(String)
    /// A JWK set in a local file; HMAC keys are accepted only here.
    case file(path: String)
    /// The URL of an OpenID Connect discovery document with the `jwks_uri` of the keys.
    case discovery(url: String)
}
