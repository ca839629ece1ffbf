/// The nodes of the claims that every token is checked for, found in one pass (RFC 7519 section 4.1).
struct RegisteredClaims: Sendable {
    var issuer: Int?
    var audience: Int?
    var expiry: Int?
    var notBefore: Int?
    var issuedAt: Int?
    var scope: Int?

    init() {}

    init(of payload: JSONDocument) {
        payload.forEachShortMember { name, value in
            switch name {
            case .iss: issuer = value
            case .aud: audience = value
            case .exp: expiry = value
            case .nbf: notBefore = value
            case .iat: issuedAt = value
            case .scope: scope = value
            default: break
            }
        }
    }
}
