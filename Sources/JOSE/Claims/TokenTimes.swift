/// The times in the claims of a valid token: nothing else can make it invalid later.
package struct TokenTimes: Sendable {
    /// `exp`, in Unix seconds as the others.
    package let expiry: Double
    /// `nbf`; when it is absent, a time before all others.
    let notBefore: Double
    /// `iat`; when it is absent, a time after all others.
    let issuedAt: Double

    /// Reads the times of a payload whose claims passed every check.
    package init(of payload: JSONDocument) {
        let claims = RegisteredClaims(of: payload)
        expiry = claims.expiry.flatMap { payload.number($0) } ?? -.infinity
        notBefore = claims.notBefore.flatMap { payload.number($0) } ?? -.infinity
        issuedAt = claims.issuedAt.flatMap { payload.number($0) } ?? .infinity
    }
}
