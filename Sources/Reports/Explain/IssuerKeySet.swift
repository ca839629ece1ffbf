package import JOSE

/// The keys of one issuer, or why there are none.
package struct IssuerKeySet {
    /// The issuer's identifier.
    package let issuer: String
    /// The keys; nil if there are none.
    package let keys: JWKSet?
    /// Why there are no keys.
    package var problem: String?
}
