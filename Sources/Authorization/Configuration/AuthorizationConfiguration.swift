public import JOSE

/// Everything that decides whether a request may pass, as the operator wrote it.
public struct AuthorizationConfiguration: Sendable, Equatable {
    /// One entry an issuer; their positions are the issuer numbers used everywhere else.
    public var issuers: [TokenRequirements]
    public var tokenSources: [TokenSource]
    /// The claim headers of every issuer's tokens.
    public var claimHeaders: [ClaimHeader]
    /// Claim headers of single issuers, by their number: each replaces the general one of its name, or adds one that is
    /// empty for every other issuer.
    public var issuerClaimHeaders: [Int: [ClaimHeader]]
    /// The rules of the default policy, first match decides.
    public var rules: [Rule]
    /// The rules of each named policy, chosen by `/auth/NAME`.
    public var policies: [String: [Rule]]
    public var challenge: Challenge
    /// Whether CORS preflights pass without a token.
    public var corsPreflight: CORSPreflight
    /// What becomes of aliases of claim headers in a request; nil refuses them where the dialect shows the client's
    /// headers, see ``Subrequest/showsClientHeaders``.
    public var spoofedHeaders: SpoofedHeaders?
    /// What becomes of claim headers in a request, as far as the proxy shows them.
    public var spoofedClaimHeaders: SpoofedClaimHeaders
    /// How long proxies may keep an allow, in seconds, at least 1; nil asks them for nothing.
    ///
    /// The answer then says how long, never beyond the token's end, and names the headers of the token's sources.
    public var decisionCacheSeconds: Int?
    /// The longest token in bytes.
    public var tokenLimit: Int
    /// The most bytes of claim headers in one answer, counted as HTTP/1.1 lines.
    public var responseHeadersLimit: Int
    /// Verified tokens kept per event loop; 0 keeps none.
    public var cachedTokens: Int

    public init(
        issuers: [TokenRequirements],
        tokenSources: [TokenSource] = [.bearer],
        claimHeaders: [ClaimHeader] = [],
        issuerClaimHeaders: [Int: [ClaimHeader]] = [:],
        rules: [Rule] = [],
        policies: [String: [Rule]] = [:],
        challenge: Challenge = Challenge(),
        corsPreflight: CORSPreflight = .judge,
        spoofedHeaders: SpoofedHeaders? = nil,
        spoofedClaimHeaders: SpoofedClaimHeaders = .replace,
        decisionCacheSeconds: Int? = nil,
        tokenLimit: Int = 8192,
        responseHeadersLimit: Int = 3500,
        cachedTokens: Int = 65536
    ) {
        self.issuers = issuers
        self.tokenSources = tokenSources
        self.claimHeaders = claimHeaders
        self.issuerClaimHeaders = issuerClaimHeaders
        self.rules = rules
        self.policies = policies
        self.challenge = challenge
        self.corsPreflight = corsPreflight
        self.spoofedHeaders = spoofedHeaders
        self.spoofedClaimHeaders = spoofedClaimHeaders
        self.decisionCacheSeconds = decisionCacheSeconds
        self.tokenLimit = tokenLimit
        self.responseHeadersLimit = responseHeadersLimit
        self.cachedTokens = cachedTokens
    }
}
