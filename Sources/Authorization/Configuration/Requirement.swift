/// What one rule requires of a valid token: all parts must hold.
public struct Requirement: Sendable, Equatable {
    /// The accepted issuers, by the exact value of `iss`; nil accepts every configured one.
    public var issuers: [String]?
    /// Audiences of which the token must have one, in addition to the issuer's requirement; nil requires none.
    public var audiences: [String]?
    /// Scopes of which the token must have one; empty requires none.
    public var scopes: [String]
    /// Conditions on claims.
    public var claims: [ClaimCondition]

    /// One claim with its condition.
    public typealias Claim = ClaimCondition

    /// Creates a requirement.
    public init(
        scopes: [String] = [],
        claims: [ClaimCondition] = [],
        issuers: [String]? = nil,
        audiences: [String]? = nil
    ) {
        self.scopes = scopes
        self.claims = claims
        self.issuers = issuers
        self.audiences = audiences
    }
}
