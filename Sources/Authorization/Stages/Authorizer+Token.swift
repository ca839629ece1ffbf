internal import JOSE

/// The result of evaluating a token.
enum TokenOutcome {
    case decided(Decision)
    case denied(CheckFailure.Cause)
}

extension Authorizer {
    /// Evaluates a token, from its size to its claim headers.
    mutating func evaluate(_ text: Span<UInt8>, _ fields: inout AnswerFields, _ context: DecisionContext)
        -> TokenOutcome
    {
        let observer = context.observer
        guard text.count <= configuration.tokenLimit else { return .denied(.tokenTooLarge(text.count)) }
        observer?.record(Check.token.name, expected: "one token", found: "\(text.count) bytes")
        let tag = observer == nil ? cache.tag(of: text) : nil
        if let tag, let position = cachedPosition(tag, text) { return evaluateCached(position, &fields, context) }
        record.isTokenRead = true
        if let problem = token.parse(text, observer) { return .denied(.token(problem)) }
        if let problem = findIssuer() { return .denied(.token(problem)) }
        guard let number = record.issuer else { return .denied(.token(.claim(.issuer, .issuerUnknown))) }
        observer?.record(TokenCheck.issuer.name, expected: Self.configuredIssuer, found: issuerDescription)
        let requirements = issuers.entries[number].requirements
        if let problem = requirements.problem(with: token, at: context.now, observer) {
            return .denied(.token(problem))
        }
        guard let keys = issuers.entries[number].evidence.keys else { return .denied(.keysUnavailable) }
        observer?.record(Check.keys.name, expected: Self.usableKeys, found: "present")
        guard mayVerify || observer != nil else {
            fields.append(contentsOf: Self.retrySoon)
            return .decided(.overloaded)
        }
        let before = keys.verifications
        let verdict = keys.verify(token, allowing: requirements.algorithms, observer)
        verifications &+= keys.verifications &- before
        switch verdict {
        case .verified(let verified): return evaluate(verified, text, tag, issuer: number, &fields, context)
        case .refused(let problem): return .denied(.token(.key(problem)))
        case .unknownKey(let problem):
            guard context.mayWait, !issuers.entries[number].evidence.refusesUnknownKeys(at: context.now) else {
                return .denied(.token(.key(problem)))
            }
            return .decided(.pending(.keys(IssuerID(number))))
        }
    }

    private static let retrySoon = CompiledChallenge.retry(after: 1)

    /// Finds the issuer that the token names; returns the problem if it is not configured.
    private mutating func findIssuer() -> TokenProblem? {
        guard let node = token.issuerNode else { return .claim(.issuer, .issuerUnknown) }
        guard token.payload.nodes[node].kind == .string else { return .claim(.issuer, .claimMalformed) }
        record.issuer = issuers.find(node, in: token.payload)
        return record.issuer == nil ? .claim(.issuer, .issuerUnknown) : nil
    }

    // MARK: Verified tokens

    private mutating func evaluate(
        _ verified: VerifiedToken,
        _ text: Span<UInt8>,
        _ tag: UInt64?,
        issuer: Int,
        _ fields: inout AnswerFields,
        _ context: DecisionContext
    ) -> TokenOutcome {
        let requirement = context.rule?.requirement
        if let problem = requirement?.problem(with: verified.payload, issuer: issuer, context.observer) {
            return .denied(.requirement(problem))
        }
        guard claimHeaders.append(for: verified, issuer: issuer, to: &fields) else {
            return .denied(.headersTooLarge(limit: configuration.responseHeadersLimit))
        }
        context.observer?.record(
            Check.headers.name,
            expected: "at most \(configuration.responseHeadersLimit) bytes",
            found: "\(fields.lineBytes) bytes"
        )
        let times = TokenTimes(of: verified.payload)
        if let tag, cache.insertFirstSight(tag) {
            insertIntoCache(tag, text, verified.payload, times, issuer: issuer, fields)
        }
        return .decided(allow(times, issuer: issuer, &fields, context))
    }

    private mutating func insertIntoCache(
        _ tag: UInt64,
        _ text: Span<UInt8>,
        _ payload: JSONDocument,
        _ times: TokenTimes,
        issuer: Int,
        _ fields: AnswerFields
    ) {
        guard let claims = projection(payload) else { return }
        let generation = issuers.entries[issuer].evidence.generation
        cache.insert(
            CachedToken(
                text,
                tag: tag,
                issuer: issuer,
                generation: generation,
                times: times,
                claims: claims,
                fields: fields
            )
        )
    }

    private mutating func cachedPosition(_ tag: UInt64, _ text: Span<UInt8>) -> Int? {
        let position = cache.find(tag, text) { issuer, generation in
            issuers.entries[issuer].evidence.generation == generation
        }
        if position == nil { cacheMisses += 1 } else { cacheHits += 1 }
        return position
    }

    /// Evaluates a token that was verified before: its times, and the rule's requirement.
    ///
    /// Nothing else can have changed: new requirements come with a new cache, and new keys invalidate the entry.
    private mutating func evaluateCached(
        _ position: Int,
        _ fields: inout AnswerFields,
        _ context: DecisionContext
    ) -> TokenOutcome {
        let issuer = cache.entries[position].issuer
        record.issuer = issuer
        let times = cache.entries[position].times
        if let problem = issuers.entries[issuer].requirements.problem(with: times, at: context.now) {
            cache.remove(position)
            return .denied(.token(problem))
        }
        if let requirement = context.rule?.requirement,
            let problem = requirement.problem(with: cache.entries[position].claims, issuer: issuer, nil)
        {
            return .denied(.requirement(problem))
        }
        cache.entries[position].appendFields(to: &fields)
        return .decided(allow(times, issuer: issuer, &fields, context))
    }
}
