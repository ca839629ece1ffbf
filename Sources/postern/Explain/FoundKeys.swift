internal import JOSE

/// One issuer's keys; where there are none, why.
struct FoundKeys {
    let issuer: String
    let keys: JWKSet?
    var problem: String?
}
