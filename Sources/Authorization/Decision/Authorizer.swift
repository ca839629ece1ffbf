internal import Bytes
public import JOSE

/// Decides about requests: a pure, synchronous state machine, one for each event loop.
///
/// Each request is decided once. Log lines and the status page describe the record of that decision, see
/// ``describe(_:in:now:names:)``; `explain` passes a ``JOSE/CheckObserver``. No check has a second implementation.
/// It cannot be copied, so that exclusive access is checked at compile time: in a class, the checks at run time cost about
/// two per cent of a cached allow.
public struct Authorizer: ~Copyable {
    let configuration: AuthorizationConfiguration
    let defaultPolicy: CompiledPolicy
    let policies: [(name: [UInt8], policy: CompiledPolicy)]
    let challenge: CompiledChallenge
    let freshness: AllowFreshness?
    let projection: ClaimProjection
    let aliases: HeaderAliases
    var claimHeaders: ClaimHeaderWriter
    var issuers: IssuerTable
    private(set) var finder: TokenFinder
    private var reader = PathReader()
    var token = UnverifiedToken()
    var cache: TokenCache
    /// The record of the last decision.
    var record = DecisionRecord()
    /// Whether signatures may be verified; if not, requests that need no verification are still decided.
    public var mayVerify = true
    /// The number of signatures verified so far, valid or not.
    public internal(set) var verifications = 0

    /// Compiles a configuration; evidence is installed later.
    public init(_ configuration: AuthorizationConfiguration) {
        self.configuration = configuration
        let challenge = CompiledChallenge(
            configuration.challenge,
            offersBasic: configuration.tokenSources.contains(where: \.isBasic)
        )
        let issuerNames = configuration.issuers.map(\.issuer)
        let defaultPolicy = CompiledPolicy(configuration.rules, issuers: issuerNames, challenge: challenge)
        let policies = configuration.policies.sorted { $0.key < $1.key }.map { name, rules in
            (name: Array(name.utf8), policy: CompiledPolicy(rules, issuers: issuerNames, challenge: challenge))
        }
        self.challenge = challenge
        self.defaultPolicy = defaultPolicy
        self.policies = policies
        claimHeaders = ClaimHeaderWriter(
            configuration.claimHeaders,
            special: configuration.issuerClaimHeaders,
            limit: configuration.responseHeadersLimit
        )
        aliases = HeaderAliases(of: claimHeaders.names)
        freshness = configuration.decisionCacheLifetime.map {
            AllowFreshness(seconds: Int($0.components.seconds), sources: configuration.tokenSources)
        }
        issuers = IssuerTable(configuration.issuers)
        finder = TokenFinder(configuration.tokenSources)
        cache = TokenCache(capacity: configuration.cachedTokens)
        projection = ClaimProjection(keeping: ([defaultPolicy] + policies.map(\.policy)).flatMap(\.memberNames))
    }

    /// Installs new evidence, which replaces the old; evidence about an unknown issuer is ignored.
    ///
    /// A new key set invalidates cached tokens that were verified with another one.
    public mutating func install(_ update: EvidenceUpdate) {
        switch update {
        case .keys(let issuer, let evidence):
            guard issuers.entries.indices.contains(issuer.position) else { return }
            issuers.entries[issuer.position].evidence.install(evidence)
        }
    }

    /// The number of tokens in the cache.
    public var cachedTokenCount: Int { cache.count }

    /// The memory of the token cache, in bytes.
    public var cachedTokenBytes: Int { cache.bytes }

    /// The number of token cache hits.
    public internal(set) var cacheHits = 0

    /// The number of token cache misses.
    public internal(set) var cacheMisses = 0

    /// Decides about one request.
    ///
    /// - Parameters:
    ///   - request: the original request.
    ///   - bytes: the bytes that the request's ranges refer to.
    ///   - now: Unix seconds.
    ///   - mayWait: whether ``Decision/pending(_:)`` may be returned.
    ///   - fields: replaced by the answer's header fields: claim headers of an allow, the challenge of a denial,
    ///     `Retry-After` of a 503.
    ///   - observer: records every check; then the token cache is not used.
    /// - Returns: the decision; a denial is a value, never an error.
    public mutating func decide(
        _ request: borrowing Subrequest,
        in bytes: Span<UInt8>,
        now: Double,
        mayWait: Bool,
        into fields: inout AnswerFields,
        observer: CheckObserver? = nil
    ) -> Decision {
        fields.removeAll()
        record = DecisionRecord()
        var context = DecisionContext(now: now, mayWait: mayWait, observer: observer)
        guard let policy = policy(for: request, in: bytes) else {
            return deny(.unknownPolicy, request, bytes, &fields, context)
        }
        let number: Int?
        switch policy.find(for: request, in: bytes, &reader) {
        case .rule(let found): number = found
        case .ambiguous(let ambiguity): return deny(.request(ambiguity), request, bytes, &fields, context)
        }
        recordRequest(request, policy, bytes, observer)
        if let cause = spoofedHeader(request, bytes) { return deny(cause, request, bytes, &fields, context) }
        record.rule = number
        let rule = number.map { policy.rules[$0] }
        let access = rule?.access ?? .authenticated
        context.rule = rule
        if access == .denied { return deny(.denied, request, bytes, &fields, context) }
        if let observer {
            observer.record(Check.rule.name, expected: Self.matchingRule, found: Self.description(of: rule))
        }
        if access == .anonymous { return allowWithoutToken(&fields, context) }
        if configuration.corsPreflight == .allow, Preflight.matches(request, in: bytes) {
            observer?.record(Check.preflight.name, expected: "no token", found: "a CORS preflight")
            // Never cacheable: a cache's key lacks the headers that make it a preflight.
            return allowWithoutToken(&fields, context, isCacheable: false)
        }
        record.token = finder.find(request, in: bytes)
        switch record.token {
        case .missing where access == .optional:
            observer?.record(Check.token.name, expected: "a token or none", found: "none")
            return allowWithoutToken(&fields, context)
        case .missing: return deny(.tokenMissing, request, bytes, &fields, context)
        case .ambiguous: return deny(.tokenAmbiguous, request, bytes, &fields, context)
        case .malformed: return deny(.tokenMalformed, request, bytes, &fields, context)
        case .inRequest(let range):
            return answer(evaluate(bytes.extracting(range), &fields, context), request, bytes, &fields, context)
        case .inDecoded(let range):
            let decoded = finder.decoded
            let outcome = evaluate(decoded.span.extracting(range), &fields, context)
            return answer(outcome, request, bytes, &fields, context)
        }
    }

    private mutating func answer(
        _ outcome: TokenOutcome,
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ fields: inout AnswerFields,
        _ context: DecisionContext
    ) -> Decision {
        switch outcome {
        case .decided(let decision): decision
        case .denied(let cause): deny(cause, request, bytes, &fields, context)
        }
    }

    /// A request's path as rules see it, or as sent if it has several readings; nil without a path.
    mutating func pathDescription(_ request: borrowing Subrequest, _ bytes: Span<UInt8>) -> String? {
        guard case .origin(let target) = request.target else { return nil }
        return reader.text(bytes, target)
    }
}
