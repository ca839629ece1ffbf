public import JOSE

/// Everything that decides whether a request is allowed, as the operator wrote it.
public struct AuthorizationConfiguration: Sendable, Equatable {
    /// The requirements of each issuer's tokens; an issuer's index here identifies it everywhere.
    public var issuers: [TokenRequirements]
    /// Where tokens are looked for.
    public var tokenSources: [TokenSource]
    /// The claim headers of every issuer's tokens.
    public var claimHeaders: [ClaimHeader]
    /// Claim headers of single issuers, by their index.
    ///
    /// Each replaces the general header with its name, or adds one that is empty for every other issuer.
    public var issuerClaimHeaders: [Int: [ClaimHeader]]
    /// The rules of the default policy; the first match decides.
    public var rules: [Rule]
    /// The rules of each named policy, chosen by `/auth/NAME`.
    public var policies: [String: [Rule]]
    /// The parameters of `WWW-Authenticate`.
    public var challenge: Challenge
    /// Whether CORS preflights are allowed without a token.
    public var corsPreflight: CORSPreflight
    /// How aliases of claim headers in a request are handled.
    ///
    /// Nil refuses them where the dialect shows the client's headers, see ``Subrequest/showsClientHeaders``.
    public var spoofedHeaders: SpoofedHeaders?
    /// How claim headers in a request are handled, if the proxy shows them.
    public var spoofedClaimHeaders: SpoofedClaimHeaders
    /// How long proxies may cache an allow, at least one second; nil permits no caching.
    ///
    /// Fractions of a second are ignored. The freshness in the answer never exceeds the token's lifetime, and the answer
    /// names the headers of the token sources.
    public var decisionCacheLifetime: Duration?
    /// The maximum token length, in bytes.
    public var tokenLimit: Int
    /// The maximum size of the claim headers in one answer, in bytes of HTTP/1.1 lines.
    public var responseHeadersLimit: Int
    /// The maximum number of cached tokens per event loop; 0 disables the cache.
    public var cachedTokens: Int

    /// Creates a configuration; parameters that are omitted have the documented defaults.
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
        decisionCacheLifetime: Duration? = nil,
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
        self.decisionCacheLifetime = decisionCacheLifetime
        self.tokenLimit = tokenLimit
        self.responseHeadersLimit = responseHeadersLimit
        self.cachedTokens = cachedTokens
    }
}
