public import JOSE

/// Decides about requests: pure, synchronous, one for each event loop.
///
/// `explain` and log lines run the same code with a ``JOSE/Trace``; there is no second implementation of any check.
public final class Authorizer {
    private let configuration: AuthorizationConfiguration
    private let defaultPolicy: RulePolicy
    private let policies: [(name: [UInt8], policy: RulePolicy)]
    private let challenges: Challenges
    private var claimHeaders: ClaimHeaderWriter
    private var issuers: IssuerTable
    private var finder: TokenFinder
    private var path = CanonicalPath()
    private var token = UnverifiedToken()
    private var cache: TokenCache
    private let projection: ClaimProjection

    public init(_ configuration: AuthorizationConfiguration) {
        self.configuration = configuration
        let challenges = Challenges(configuration.challenge)
        self.challenges = challenges
        let defaultPolicy = RulePolicy(configuration.rules, challenges: challenges)
        let policies = configuration.policies.sorted { $0.key < $1.key }.map { name, rules in
            (name: Array(name.utf8), policy: RulePolicy(rules, challenges: challenges))
        }
        self.defaultPolicy = defaultPolicy
        self.policies = policies
        claimHeaders = ClaimHeaderWriter(configuration.claimHeaders, limit: configuration.responseHeadersLimit)
        issuers = IssuerTable(configuration.issuers)
        finder = TokenFinder(configuration.tokenSources)
        cache = TokenCache(capacity: configuration.cachedTokens)
        projection = ClaimProjection(
            keeping: configuration.issuers.flatMap(\.requiredClaims).map { Array($0.utf8) }
                + ([defaultPolicy] + policies.map(\.policy)).flatMap(\.memberNames)
        )
    }

    /// Replaces an issuer's keys; nil when it has no usable ones.
    ///
    /// Tokens that were verified with the old ones are forgotten.
    public func install(_ keys: JWKSet?, issuer: Int) {
        issuers.entries[issuer].keys = keys.flatMap { $0.keys.isEmpty ? nil : KeyRing($0) }
        issuers.entries[issuer].generation += 1
    }

    /// Announces that no refresh would be made for unknown `kid`s of an issuer before a time in Unix seconds.
    public func refuseUnknownKeys(issuer: Int, until time: Double) {
        issuers.entries[issuer].unknownKeysRefusedUntil = time
    }

    /// Verified tokens that are remembered at present.
    public var cachedTokenCount: Int { cache.count }

    /// The memory that they take, in bytes.
    public var cachedTokenBytes: Int { cache.bytes }

    /// Decides about one request.
    ///
    /// - Parameters:
    ///   - bytes: what the request's offsets point into.
    ///   - now: Unix seconds.
    ///   - mayWait: whether ``Decision/needsKeys(issuer:)`` is a possible answer.
    ///   - headers: replaced by the answer's own header lines, each with CRLF: claim headers of an allow, the challenge
    ///     of a denial, `Retry-After` of a 503.
    ///   - trace: records every check; then nothing is taken from memory.
    public func decide(
        _ request: borrowing Subrequest,
        in bytes: Span<UInt8>,
        now: Double,
        mayWait: Bool,
        into headers: inout [UInt8],
        trace: Trace? = nil
    ) -> Decision {
        headers.removeAll(keepingCapacity: true)
        guard let policy = policy(for: request, in: bytes) else {
            trace?.fail("policy", expected: "a configured policy", found: "no policy by the name in the URL")
            return deny(.ruleDenied, &headers)
        }
        if let reason = readRequest(request, policy, bytes, trace) { return deny(reason, &headers) }
        let covering = policy.firstRule(for: request, path: path.bytes.span, in: bytes)
        let access = covering?.access ?? .authenticated
        trace?.rule = covering?.label
        trace?.note(
            "rule",
            expected: "a rule that covers the request",
            found: covering.map { "\($0.label): \(access.rawValue)" } ?? "none: a valid token is required",
            passed: access != .denied
        )
        switch access {
        case .denied: return deny(.ruleDenied, &headers)
        case .anonymous: return allowWithoutToken(&headers)
        case .optional, .authenticated: break
        }
        switch finder.find(request, in: bytes) {
        case .missing:
            if access == .optional {
                trace?.note("token", expected: "a token or none", found: "none")
                return allowWithoutToken(&headers)
            }
            trace?.fail("token", expected: "a token", found: "none in the places that are configured")
            return deny(.tokenMissing, &headers)
        case .ambiguous:
            trace?.fail("token", expected: "one token", found: "several, or a place that was given twice")
            return deny(.tokenAmbiguous, &headers)
        case .inRequest(let range):
            return judge(bytes.extracting(range), covering?.requirement, now, mayWait, &headers, trace)
        case .inDecoded:
            let decoded = finder.decoded
            return judge(decoded.span, covering?.requirement, now, mayWait, &headers, trace)
        }
    }

    // MARK: The request

    private func policy(for request: borrowing Subrequest, in bytes: Span<UInt8>) -> RulePolicy? {
        guard case .named(let name) = request.policy else { return defaultPolicy }
        return policies.first { ASCII.equal(bytes, name, $0.name) }?.policy
    }

    /// Reads what the rules look at; the reason when it has no single meaning.
    private func readRequest(
        _ request: borrowing Subrequest,
        _ policy: RulePolicy,
        _ bytes: Span<UInt8>,
        _ trace: Trace?
    ) -> Reason? {
        let problem: String?
        switch request.target {
        case .ambiguous:
            problem = policy.looksAtRequest ? "original-request headers that are given twice or malformed" : nil
        case .absent:
            problem = policy.looksAtPaths ? "no path" : nil
        case .origin(let target):
            // Logs name the path whether or not a rule looks at it.
            let found = policy.looksAtPaths || trace != nil ? path.read(bytes, target) : nil
            trace?.path = found == nil ? path.text : CanonicalPath.rawText(bytes, target)
            problem = policy.looksAtPaths ? found : nil
        }
        trace?.method = request.method.map { ASCII.text(bytes, $0) }
        trace?.note(
            "request",
            expected: policy.looksAtRequest ? "a request that can be read in one way only" : "any request",
            found: problem ?? (policy.looksAtPaths ? "path " + path.text : "nothing unclear that a rule looks at"),
            passed: problem == nil
        )
        return problem == nil ? nil : .requestAmbiguous
    }

    // MARK: The token

    private func judge(
        _ text: Span<UInt8>,
        _ requirement: RequirementCheck?,
        _ now: Double,
        _ mayWait: Bool,
        _ headers: inout [UInt8],
        _ trace: Trace?
    ) -> Decision {
        guard text.count <= configuration.tokenLimit else {
            trace?.fail("token", expected: "at most \(configuration.tokenLimit) bytes", found: "\(text.count) bytes")
            return deny(.tokenTooLarge, &headers)
        }
        trace?.note("token", expected: "one token", found: "\(text.count) bytes")
        let tag = trace == nil ? cache.tag(of: text) : nil
        if let tag, let position = remembered(tag, text) {
            return judgeRemembered(position, requirement, now, &headers)
        }
        if let reason = token.parse(text, trace: trace) { return deny(reason, &headers) }
        let number: Int
        switch issuer(trace) {
        case .found(let found): number = found
        case .refused(let reason): return deny(reason, &headers)
        }
        let requirements = issuers.entries[number].requirements
        if let reason = requirements.refusal(of: token, now: now, trace: trace) { return deny(reason, &headers) }
        guard let keys = issuers.entries[number].keys else {
            trace?.fail("keys", expected: "usable keys of the issuer", found: "none")
            return deny(.keysUnavailable, &headers)
        }
        trace?.note("keys", expected: "usable keys of the issuer", found: "there")
        let verified: VerifiedToken
        switch keys.verify(token, allowing: requirements.algorithms, trace: trace) {
        case .verified(let token): verified = token
        case .refused(let reason): return deny(reason, &headers)
        case .unknownKey(let reason):
            guard mayWait, now >= issuers.entries[number].unknownKeysRefusedUntil else { return deny(reason, &headers) }
            return .needsKeys(issuer: number)
        }
        if let reason = requirement?.refusal(of: verified.payload, trace: trace) {
            return deny(reason, &headers, requirement)
        }
        return allow(verified, text, tag, issuer: number, &headers, trace)
    }

    private enum IssuerFinding {
        case found(Int)
        case refused(Reason)
    }

    private func issuer(_ trace: Trace?) -> IssuerFinding {
        let node = token.issuerNode
        trace?.issuer = node.map { token.payload.text(of: $0) }
        guard let node else {
            trace?.fail("issuer", expected: "a configured issuer", found: "no `iss`")
            return .refused(.issuerUnknown)
        }
        guard token.payload.nodes[node].kind == .string else {
            trace?.fail("issuer", expected: "a string", found: token.payload.text(of: node))
            return .refused(.claimMalformed)
        }
        let number = issuers.find(node, in: token.payload)
        trace?.note(
            "issuer",
            expected: "a configured issuer",
            found: token.payload.text(of: node),
            passed: number != nil
        )
        return number.map { .found($0) } ?? .refused(.issuerUnknown)
    }

    private func allow(
        _ verified: VerifiedToken,
        _ text: Span<UInt8>,
        _ tag: UInt64?,
        issuer: Int,
        _ headers: inout [UInt8],
        _ trace: Trace?
    ) -> Decision {
        guard claimHeaders.append(for: verified, to: &headers) else {
            trace?.fail(
                "headers",
                expected: "at most \(configuration.responseHeadersLimit) bytes",
                found: "\(headers.count) bytes"
            )
            return deny(.headersTooLarge, &headers)
        }
        trace?.note(
            "headers",
            expected: "at most \(configuration.responseHeadersLimit) bytes",
            found: "\(headers.count) bytes"
        )
        if let tag, cache.noteSight(tag) {
            remember(tag, text, verified.payload, issuer: issuer, headers: headers.span)
        }
        return .allow
    }

    // MARK: Remembered tokens

    private func remember(
        _ tag: UInt64,
        _ text: Span<UInt8>,
        _ payload: JSONDocument,
        issuer: Int,
        headers: Span<UInt8>
    ) {
        guard let claims = projection(payload) else { return }
        let generation = issuers.entries[issuer].generation
        cache.insert(tag, text, claims: claims, headers: headers, issuer: issuer, generation: generation)
    }

    private func remembered(_ tag: UInt64, _ text: Span<UInt8>) -> Int? {
        cache.find(tag, text) { issuer, generation in issuers.entries[issuer].generation == generation }
    }

    /// Judges a token whose signature is known to be valid: everything but the signature anew, for this request.
    private func judgeRemembered(
        _ position: Int,
        _ requirement: RequirementCheck?,
        _ now: Double,
        _ headers: inout [UInt8]
    ) -> Decision {
        let issuer = cache.entries[position].issuer
        if let reason = issuers.entries[issuer].requirements.claimRefusal(
            cache.entries[position].claims,
            now: now,
            trace: nil
        ) {
            cache.remove(position)
            return deny(reason, &headers)
        }
        if let reason = requirement?.refusal(of: cache.entries[position].claims, trace: nil) {
            return deny(reason, &headers, requirement)
        }
        headers.append(contentsOf: cache.entries[position].headers)
        return .allow
    }

    // MARK: Answers

    private func allowWithoutToken(_ headers: inout [UInt8]) -> Decision {
        headers.append(contentsOf: claimHeaders.empty)
        return .allow
    }

    private func deny(_ reason: Reason, _ headers: inout [UInt8], _ requirement: RequirementCheck? = nil) -> Decision {
        headers.removeAll(keepingCapacity: true)
        if reason == .scopeInsufficient, let requirement {
            headers.append(contentsOf: requirement.scopeChallenge)
        } else {
            challenges.append(for: reason, to: &headers)
        }
        return .deny(reason)
    }
}
