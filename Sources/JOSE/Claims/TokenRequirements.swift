/// The requirements that a valid token of one issuer meets.
public struct TokenRequirements: Sendable, Equatable {
    /// Which audiences are accepted (RFC 7519 section 4.1.3).
    public enum Audiences: Sendable, Equatable {
        /// Every audience, and tokens without one: `audiences: any` in the configuration.
        case any
        /// At least one of these must be in the token's `aud`.
        case anyOf([String])
    }

    /// The exact value of `iss`, compared by code point.
    public var issuer: String
    /// The accepted values of `aud`.
    public var audiences: Audiences
    /// The allowed algorithms; a key's type and `alg` narrow them further.
    public var algorithms: AlgorithmSet
    /// Allowed values of the header's `typ`, compared without ASCII case and without `application/`; nil allows any.
    public var tokenTypes: [String]?
    /// The tolerance for `exp`, `nbf` and `iat`, zero or more.
    public var leeway: Duration
    /// Names of claims that must be present in addition to `exp`, which is always required.
    public var requiredClaims: [String]
    /// The maximum `exp - iat`; nil allows any.
    public var maxLifetime: Duration?
    /// The maximum `now - iat`; nil allows any.
    public var maxAge: Duration?

    /// Creates requirements; parameters that are omitted require nothing but `exp`, with a leeway of 60 seconds.
    public init(
        issuer: String,
        audiences: Audiences,
        algorithms: AlgorithmSet = .asymmetric,
        tokenTypes: [String]? = nil,
        leeway: Duration = .seconds(60),
        requiredClaims: [String] = [],
        maxLifetime: Duration? = nil,
        maxAge: Duration? = nil
    ) {
        self.issuer = issuer
        self.audiences = audiences
        self.algorithms = algorithms
        self.tokenTypes = tokenTypes
        self.leeway = leeway
        self.requiredClaims = requiredClaims
        self.maxLifetime = maxLifetime
        self.maxAge = maxAge
    }
}
