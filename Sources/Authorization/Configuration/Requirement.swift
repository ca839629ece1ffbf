/// What a valid token must bring for one rule: every part must hold.
public struct Requirement: Sendable, Equatable {
    /// Issuers by the exact value of `iss`, any-of; nil accepts every configured one.
    public var issuers: [String]?
    /// Audiences, any-of, beyond those that the issuer's tokens must have anyway; nil asks for none.
    public var audiences: [String]?
    /// Any-of, by whole word; empty asks for none.
    public var scopes: [String]
    public var claims: [ClaimCondition]

    /// One claim with its condition.
    public typealias Claim = ClaimCondition

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
