internal import JOSE

extension Authorizer {
    /// Judges a token's text, from its size to the headers that it leads to.
    mutating func judge(_ text: Span<UInt8>, _ circumstances: Circumstances, _ headers: inout [UInt8]) -> Decision {
        let trace = circumstances.trace
        guard text.count <= configuration.tokenLimit else {
            trace?.fail("token", expected: "at most \(configuration.tokenLimit) bytes", found: "\(text.count) bytes")
            return deny(.tokenTooLarge, &headers, circumstances)
        }
        trace?.note("token", expected: "one token", found: "\(text.count) bytes")
        let tag = trace == nil ? cache.tag(of: text) : nil
        if let tag, let position = remembered(tag, text) {
            return judgeRemembered(position, circumstances, &headers)
        }
        if let reason = token.parse(text, trace: trace) { return deny(reason, &headers, circumstances) }
        let number: Int
        switch issuer(trace) {
        case .found(let found): number = found
        case .refused(let reason): return deny(reason, &headers, circumstances)
        }
        let requirements = issuers.entries[number].requirements
        if let reason = requirements.refusal(of: token, now: circumstances.now, trace: trace) {
            return deny(reason, &headers, circumstances)
        }
        guard let keys = issuers.entries[number].keys else {
            trace?.fail("keys", expected: "usable keys of the issuer", found: "none")
            return deny(.keysUnavailable, &headers, circumstances)
        }
        trace?.note("keys", expected: "usable keys of the issuer", found: "there")
        guard mayVerify || trace != nil else {
            headers.append(contentsOf: Self.retrySoon)
            return .overloaded
        }
        let before = keys.verifications
        let verdict = keys.verify(token, allowing: requirements.algorithms, trace: trace)
        verifications &+= keys.verifications &- before
        switch verdict {
        case .verified(let verified):
            return judge(verified, text, tag, issuer: number, circumstances, &headers)
        case .refused(let reason):
            return deny(reason, &headers, circumstances)
        case .unknownKey(let reason):
            let refused = issuers.entries[number].unknownKeysRefused
            let isHopeless = refused.from <= circumstances.now && circumstances.now < refused.until
            guard circumstances.mayWait, !isHopeless else { return deny(reason, &headers, circumstances) }
            return .needsKeys(issuer: number)
        }
    }

    private static let retrySoon = Array("Retry-After: 1\r\n".utf8)

    // MARK: The issuer

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

    // MARK: Verified tokens

    private mutating func judge(
        _ verified: VerifiedToken,
        _ text: Span<UInt8>,
        _ tag: UInt64?,
        issuer: Int,
        _ circumstances: Circumstances,
        _ headers: inout [UInt8]
    ) -> Decision {
        let trace = circumstances.trace
        let requirement = circumstances.rule?.requirement
        if let reason = requirement?.refusal(of: verified.payload, issuer: issuer, trace: trace) {
            return deny(reason, &headers, circumstances)
        }
        let fits = claimHeaders.append(for: verified, issuer: issuer, to: &headers)
        trace?.note(
            "headers",
            expected: "at most \(configuration.responseHeadersLimit) bytes",
            found: "\(headers.count) bytes",
            passed: fits
        )
        guard fits else { return deny(.headersTooLarge, &headers, circumstances) }
        let times = TokenTimes(of: verified.payload)
        if let tag, cache.noteSight(tag) { remember(tag, text, verified.payload, times, issuer: issuer, headers.span) }
        return allow(times, issuer: issuer, &headers, circumstances)
    }

    private mutating func remember(
        _ tag: UInt64,
        _ text: Span<UInt8>,
        _ payload: JSONDocument,
        _ times: TokenTimes,
        issuer: Int,
        _ headers: Span<UInt8>
    ) {
        guard let claims = projection(payload) else { return }
        let generation = issuers.entries[issuer].generation
        cache.insert(
            RememberedToken(
                text,
                tag: tag,
                issuer: issuer,
                generation: generation,
                times: times,
                claims: claims,
                headers: headers
            )
        )
    }

    private mutating func remembered(_ tag: UInt64, _ text: Span<UInt8>) -> Int? {
        let position = cache.find(tag, text) { issuer, generation in issuers.entries[issuer].generation == generation }
        if position == nil { cacheMisses += 1 } else { cacheHits += 1 }
        return position
    }

    /// Judges a token that was found in order before: its times, and by the rule, for this request.
    ///
    /// The rest cannot have changed: with other requirements comes another cache, and other keys end its entry.
    private mutating func judgeRemembered(
        _ position: Int,
        _ circumstances: Circumstances,
        _ headers: inout [UInt8]
    ) -> Decision {
        let issuer = cache.entries[position].issuer
        let times = cache.entries[position].times
        if let reason = issuers.entries[issuer].requirements.refusal(of: times, now: circumstances.now) {
            cache.remove(position)
            return deny(reason, &headers, circumstances)
        }
        if let requirement = circumstances.rule?.requirement,
            let reason = requirement.refusal(of: cache.entries[position].claims, issuer: issuer, trace: nil)
        {
            return deny(reason, &headers, circumstances)
        }
        cache.entries[position].appendHeaders(to: &headers)
        return allow(times, issuer: issuer, &headers, circumstances)
    }
}
