/// What a valid token must bring for one rule: every part must hold.
public struct Requirement: Sendable, Equatable {
    /// One claim with its accepted values.
    public struct Claim: Sendable, Equatable {
        public let path: ClaimPath
        /// Any-of; each a JSON text, compared as JSON values.
        ///
        /// With an array claim, any member may match.
        public let anyOf: [String]

        public init(path: ClaimPath, anyOf: [String]) {
            self.path = path
            self.anyOf = anyOf
        }
    }

    /// Any-of, by whole word; empty asks for none.
    public var scopes: [String]
    public var claims: [Claim]

    public init(scopes: [String] = [], claims: [Claim] = []) {
        self.scopes = scopes
        self.claims = claims
    }
}
