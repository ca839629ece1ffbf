package import JOSE

/// One issuer's keys; where there are none, why.
package struct IssuerKeySet {
    package let issuer: String
    package let keys: JWKSet?
    package var problem: String?
}
