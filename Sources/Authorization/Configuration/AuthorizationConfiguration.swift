public import JOSE

/// Everything that decides whether a request may pass, as the operator wrote it.
public struct AuthorizationConfiguration: Sendable, Equatable {
    /// One entry an issuer; their positions are the issuer numbers used everywhere else.
    public var issuers: [TokenRequirements]
    public var tokenSources: [TokenSource]
    public var claimHeaders: [ClaimHeader]
    /// The rules of the default policy, first match decides.
    public var rules: [Rule]
    /// The rules of each named policy, chosen by `/auth/NAME`.
    public var policies: [String: [Rule]]
    public var challenge: Challenge
    /// The longest token in bytes.
    public var tokenLimit: Int
    /// The most bytes of claim header lines with CRLF in one answer.
    public var responseHeadersLimit: Int
    /// Verified tokens kept per event loop; 0 keeps none.
    public var cachedTokens: Int

    public init(
        issuers: [TokenRequirements],
        tokenSources: [TokenSource] = [.bearer],
        claimHeaders: [ClaimHeader] = [],
        rules: [Rule] = [],
        policies: [String: [Rule]] = [:],
        challenge: Challenge = Challenge(),
        tokenLimit: Int = 8192,
        responseHeadersLimit: Int = 3500,
        cachedTokens: Int = 65536
    ) {
        self.issuers = issuers
        self.tokenSources = tokenSources
        self.claimHeaders = claimHeaders
        self.rules = rules
        self.policies = policies
        self.challenge = challenge
        self.tokenLimit = tokenLimit
        self.responseHeadersLimit = responseHeadersLimit
        self.cachedTokens = cachedTokens
    }
}
