public import JOSE

/// Decides about requests: pure, synchronous, one for each event loop.
///
/// `explain` and log lines run the same code with a ``JOSE/Trace``; there is no second implementation of any check.
/// A structure that cannot be copied, so that the compiler sees that nothing else touches it meanwhile: in a class, checks at
/// run time would cost a cached allow some two per cent.
public struct Authorizer: ~Copyable {
    let configuration: AuthorizationConfiguration
    private let defaultPolicy: RulePolicy
    private let policies: [(name: [UInt8], policy: RulePolicy)]
    let challenges: Challenges
    let caching: DecisionCaching?
    let projection: ClaimProjection
    private let aliases: HeaderAliases
    var claimHeaders: ClaimHeaderWriter
    var issuers: IssuerTable
    private var finder: TokenFinder
    private var reader = PathReader()
    var token = UnverifiedToken()
    var cache: TokenCache
    /// Whether there is time for signatures; without it, everything that needs none is decided all the same.
    public var mayVerify = true
    /// Signatures that were verified since the start, with whatever result.
    public internal(set) var verifications = 0

    public init(_ configuration: AuthorizationConfiguration) {
        self.configuration = configuration
        let challenges = Challenges(
            configuration.challenge,
            offersBasic: configuration.tokenSources.contains(where: \.isBasic)
        )
        let issuerNames = configuration.issuers.map(\.issuer)
        let defaultPolicy = RulePolicy(configuration.rules, issuers: issuerNames, challenges: challenges)
        let policies = configuration.policies.sorted { $0.key < $1.key }.map { name, rules in
            (name: Array(name.utf8), policy: RulePolicy(rules, issuers: issuerNames, challenges: challenges))
        }
        self.challenges = challenges
        self.defaultPolicy = defaultPolicy
        self.policies = policies
        claimHeaders = ClaimHeaderWriter(
            configuration.claimHeaders,
            special: configuration.issuerClaimHeaders,
            limit: configuration.responseHeadersLimit
        )
        aliases = HeaderAliases(of: claimHeaders.names)
        caching = configuration.decisionCacheSeconds.map {
            DecisionCaching(seconds: $0, sources: configuration.tokenSources)
        }
        issuers = IssuerTable(configuration.issuers)
        finder = TokenFinder(configuration.tokenSources)
        cache = TokenCache(capacity: configuration.cachedTokens)
        projection = ClaimProjection(keeping: ([defaultPolicy] + policies.map(\.policy)).flatMap(\.memberNames))
    }

    /// Replaces an issuer's keys; nil when it has no usable ones.
    ///
    /// Tokens that were verified with the old ones are forgotten.
    public mutating func install(_ keys: JWKSet?, issuer: Int) {
        issuers.entries[issuer].keys = keys.flatMap { $0.keys.isEmpty ? nil : KeyRing($0) }
        issuers.entries[issuer].generation += 1
    }

    /// Announces that no refresh would be made for unknown `kid`s of an issuer before a time in Unix seconds.
    ///
    /// - Parameter start: when that was so; a clock that shows less was set back, and the end means nothing.
    public mutating func refuseUnknownKeys(issuer: Int, from start: Double = -.infinity, until end: Double) {
        issuers.entries[issuer].unknownKeysRefused = (start, end)
    }

    /// Verified tokens that are remembered at present.
    public var cachedTokenCount: Int { cache.count }

    /// The memory that they take, in bytes.
    public var cachedTokenBytes: Int { cache.bytes }

    /// Tokens that were remembered when they came.
    public internal(set) var cacheHits = 0

    /// Tokens that were looked for in the cache, and not found.
    public internal(set) var cacheMisses = 0

    /// Decides about one request.
    ///
    /// - Parameters:
    ///   - bytes: what the request's offsets point into.
    ///   - now: Unix seconds.
    ///   - mayWait: whether ``Decision/needsKeys(issuer:)`` is a possible answer.
    ///   - headers: replaced by the answer's own header lines, each with CRLF: claim headers of an allow, the challenge
    ///     of a denial, `Retry-After` of a 503.
    ///   - trace: records every check; then nothing is taken from memory.
    public mutating func decide(
        _ request: borrowing Subrequest,
        in bytes: Span<UInt8>,
        now: Double,
        mayWait: Bool,
        into headers: inout [UInt8],
        trace: Trace? = nil
    ) -> Decision {
        headers.removeAll(keepingCapacity: true)
        var circumstances = Circumstances(now: now, mayWait: mayWait, trace: trace)
        circumstances.removesHeaders = request.removesHeadersByName
        guard let policy = policy(for: request, in: bytes) else {
            trace?.fail("policy", expected: "a configured policy", found: "no policy by the name in the URL")
            return deny(.ruleDenied, &headers, circumstances)
        }
        let finding = policy.find(for: request, in: bytes, &reader)
        if trace != nil { record(finding, request, policy, bytes, trace) }
        guard case .rule(let rule) = finding else { return deny(.requestAmbiguous, &headers, circumstances) }
        if let reason = spoofedHeader(request, bytes, trace) { return deny(reason, &headers, circumstances) }
        let access = rule?.access ?? .authenticated
        circumstances.rule = rule
        trace?.rule = rule?.label
        trace?.note(
            "rule",
            expected: "a rule that covers the request",
            found: rule.map { "\($0.label): \(access.rawValue)" } ?? "none: a valid token is required",
            passed: access != .denied
        )
        switch access {
        case .denied: return deny(.ruleDenied, &headers, circumstances)
        case .anonymous: return allowWithoutToken(&headers, circumstances)
        case .optional, .authenticated: break
        }
        if configuration.corsPreflight == .allow, Preflight.isOne(request, in: bytes) {
            trace?.note("preflight", expected: "no token", found: "a CORS preflight")
            // Never for caches: their keys do not have what makes it a preflight.
            return allowWithoutToken(&headers, circumstances, isCacheable: false)
        }
        switch finder.find(request, in: bytes) {
        case .missing where access == .optional:
            trace?.note("token", expected: "a token or none", found: "none")
            return allowWithoutToken(&headers, circumstances)
        case .missing:
            trace?.fail("token", expected: "a token", found: "none in the places that are configured")
            return deny(.tokenMissing, &headers, circumstances)
        case .ambiguous:
            trace?.fail("token", expected: "one token", found: "several, or a place that was given twice")
            return deny(.tokenAmbiguous, &headers, circumstances)
        case .malformed:
            trace?.fail("token", expected: "a token", found: "chunks with a gap, or credentials that are no base64")
            return deny(.tokenMalformed, &headers, circumstances)
        case .inRequest(let range):
            return judge(bytes.extracting(range), circumstances, &headers)
        case .inDecoded(let range):
            let decoded = finder.decoded
            return judge(decoded.span.extracting(range), circumstances, &headers)
        }
    }

    private func policy(for request: borrowing Subrequest, in bytes: Span<UInt8>) -> RulePolicy? {
        guard case .named(let name) = request.policy else { return defaultPolicy }
        return policies.first { ASCII.equal(bytes, name, $0.name) }?.policy
    }

    /// Records what the rules found out about a request, and what they looked at.
    private mutating func record(
        _ finding: RuleFinding,
        _ request: borrowing Subrequest,
        _ policy: RulePolicy,
        _ bytes: Span<UInt8>,
        _ trace: Trace?
    ) {
        trace?.method = request.method.map { ASCII.text(bytes, $0) }
        if case .origin(let target) = request.target {
            // Logs name the path whether or not a rule looks at it.
            trace?.path = reader.text(bytes, target)
        }
        let looksAtRequest = !policy.facts.isEmpty
        let looksAtPath = policy.facts.contains(.path)
        if case .ambiguous(let ambiguity) = finding {
            trace?.fail(
                "request",
                expected: looksAtRequest ? "a request that can be read in one way only" : "any request",
                found: ambiguity.description(of: request, bytes, names: trace?.requestParts ?? RequestPartNames())
            )
        } else {
            trace?.note(
                "request",
                expected: looksAtRequest ? "a request that can be read in one way only" : "any request",
                found: (looksAtPath ? trace?.path.map { "path \($0)" } : nil) ?? "nothing unclear that a rule looks at"
            )
        }
    }

    /// Refuses claim headers that the client sent where that is wanted, and aliases of them, which the proxy would pass on
    /// beside the real ones.
    private func spoofedHeader(_ request: borrowing Subrequest, _ bytes: Span<UInt8>, _ trace: Trace?) -> Reason? {
        if configuration.spoofedClaimHeaders == .refuse, let field = aliases.firstClaimHeader(in: request, bytes) {
            trace?.fail("request", expected: "no claim header from the client", found: ASCII.text(bytes, field.name))
            return .requestAmbiguous
        }
        let refuses = configuration.spoofedHeaders.map { $0 == .refuse } ?? request.showsClientHeaders
        guard refuses, let field = aliases.first(in: request, bytes) else { return nil }
        trace?.fail(
            "request",
            expected: "no header that can be taken for a claim header",
            found: ASCII.text(bytes, field.name)
        )
        return .requestAmbiguous
    }
}
