/// The requirements for one issuer's tokens, made ready for comparison with bytes.
///
/// Judges what a token claims about itself. Every check here can refuse without a key, and is cheaper than a signature.
/// A class, because copying it would count references to texts that other threads count too.
package final class IssuerRequirements: Sendable {
    package let issuer: [UInt8]
    package let algorithms: AlgorithmSet
    private let requirements: TokenRequirements
    private let audiences: [[UInt8]]?
    private let tokenTypes: [[UInt8]]?
    private let requiredClaims: [[UInt8]]

    package init(_ requirements: TokenRequirements) {
        self.requirements = requirements
        issuer = Array(requirements.issuer.utf8)
        algorithms = requirements.algorithms
        audiences =
            switch requirements.audiences {
            case .any: nil
            case .anyOf(let names): names.map { Array($0.utf8) }
            }
        tokenTypes = requirements.tokenTypes?.map { TokenType.normalized(Array($0.utf8)) }
        requiredClaims = requirements.requiredClaims.map { Array($0.utf8) }
    }

    /// Everything between `iss` and the key, in the documented order; nil when nothing is wrong.
    package func refusal(of token: borrowing UnverifiedToken, now: Double, trace: Trace?) -> Reason? {
        if let reason = typeRefusal(token, trace) { return reason }
        if let reason = algorithmRefusal(token, trace) { return reason }
        return claimRefusal(token.payload, token.claims, now: now, trace: trace)
    }

    private func typeRefusal(_ token: borrowing UnverifiedToken, _ trace: Trace?) -> Reason? {
        guard let tokenTypes else { return nil }
        let expected = { tokenTypes.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or ") }
        guard let node = token.members.type else {
            trace?.fail("type", expected: expected(), found: "no `typ`")
            return .typeNotAllowed
        }
        guard tokenTypes.contains(TokenType.normalized(token.header.utf8(of: node))) else {
            trace?.fail("type", expected: expected(), found: token.header.text(of: node))
            return .typeNotAllowed
        }
        trace?.note("type", expected: expected(), found: token.header.text(of: node))
        return nil
    }

    private func algorithmRefusal(_ token: borrowing UnverifiedToken, _ trace: Trace?) -> Reason? {
        let allowed = !token.algorithms.intersection(algorithms).isEmpty
        trace?.note("algorithm", expected: algorithms.namesInWords, found: token.algorithmName, passed: allowed)
        return allowed ? nil : .algorithmNotAllowed
    }

    /// The times alone: what is judged anew of a token that was found in order, since nothing else changes.
    package func refusal(of times: TokenTimes, now: Double) -> Reason? {
        guard isBeforeExpiry(times.expiry, now) else { return .tokenExpired }
        guard hasBegun(times.notBefore, now) else { return .tokenNotYetValid }
        return isYoungEnough(times.issuedAt, now) ? nil : .tokenExpired
    }

    /// When such a token stops being good without leeway, in Unix seconds.
    package func lastMoment(of times: TokenTimes) -> Double {
        min(times.expiry, times.issuedAt + (requirements.maxAge ?? .infinity))
    }

    private func claimRefusal(_ payload: JSONDocument, _ claims: JudgedClaims, now: Double, trace: Trace?) -> Reason? {
        if let reason = timeRefusal(payload, claims, now: now, trace: trace) { return reason }
        if let reason = audienceRefusal(payload, claims.audience, trace) { return reason }
        for name in requiredClaims {
            let node = payload.member(name)
            guard let node, payload.nodes[node].kind != .null else {
                trace?.fail("claims", expected: "`\(String(decoding: name, as: UTF8.self))`", found: "no such claim")
                return .claimMissing
            }
        }
        if let reason = issuedAtRefusal(payload, claims, now: now, trace: trace) { return reason }
        if let scope = claims.scope, !StringList.isWellFormed(scope, in: payload) {
            trace?.fail(
                "claims",
                expected: "`scope` as a string or an array of strings",
                found: payload.text(of: scope)
            )
            return .claimMalformed
        }
        trace?.note("claims", expected: requirements.requiredClaims.joined(separator: ", "), found: "all there")
        return nil
    }

    // MARK: Times (RFC 7519 sections 2, 4.1.4 to 4.1.6)

    private func isBeforeExpiry(_ expiry: Double, _ now: Double) -> Bool {
        now < expiry + requirements.leeway
    }

    private func hasBegun(_ notBefore: Double, _ now: Double) -> Bool {
        now + requirements.leeway >= notBefore
    }

    private func isYoungEnough(_ issuedAt: Double, _ now: Double) -> Bool {
        requirements.maxAge.map { now - issuedAt <= $0 + requirements.leeway } ?? true
    }

    private enum Date {
        case absent, malformed
        case at(Double)
    }

    private func date(_ node: Int?, in payload: JSONDocument) -> Date {
        guard let node else { return .absent }
        guard let seconds = payload.number(node), seconds.isFinite else { return .malformed }
        return .at(seconds)
    }

    private func malformed(_ name: String, in payload: JSONDocument, _ trace: Trace?) -> Reason {
        trace?.fail("claims", expected: "`\(name)` as a finite number", found: payload.root[name]?.text ?? "")
        return .claimMalformed
    }

    private func timeRefusal(_ payload: JSONDocument, _ claims: JudgedClaims, now: Double, trace: Trace?) -> Reason? {
        switch date(claims.expiry, in: payload) {
        case .absent:
            trace?.fail("expiry", expected: "`exp`", found: "no such claim")
            return .claimMissing
        case .malformed:
            return malformed("exp", in: payload, trace)
        case .at(let expiry):
            let passed = isBeforeExpiry(expiry, now)
            trace?.note(
                "expiry",
                expected: "now \(now) before exp + \(requirements.leeway)",
                found: "\(expiry)",
                passed: passed
            )
            guard passed else { return .tokenExpired }
        }
        switch date(claims.notBefore, in: payload) {
        case .absent: return nil
        case .malformed: return malformed("nbf", in: payload, trace)
        case .at(let notBefore):
            let passed = hasBegun(notBefore, now)
            trace?.note(
                "not before",
                expected: "now \(now) + \(requirements.leeway) not before nbf",
                found: "\(notBefore)",
                passed: passed
            )
            return passed ? nil : .tokenNotYetValid
        }
    }

    private func issuedAtRefusal(_ payload: JSONDocument, _ claims: JudgedClaims, now: Double, trace: Trace?) -> Reason?
    {
        let issuedAt: Double
        switch date(claims.issuedAt, in: payload) {
        case .malformed:
            return malformed("iat", in: payload, trace)
        case .absent:
            guard requirements.maxAge != nil || requirements.maxLifetime != nil else { return nil }
            trace?.fail("claims", expected: "`iat`", found: "no such claim")
            return .claimMissing
        case .at(let seconds):
            issuedAt = seconds
        }
        if let longest = requirements.maxLifetime, case .at(let expiry) = date(claims.expiry, in: payload) {
            let lifetime = expiry - issuedAt
            trace?.note(
                "lifetime",
                expected: "exp - iat at most \(longest)",
                found: "\(lifetime)",
                passed: lifetime <= longest
            )
            guard lifetime <= longest else { return .claimMalformed }
        }
        if let oldest = requirements.maxAge {
            let age = now - issuedAt
            let passed = isYoungEnough(issuedAt, now)
            trace?.note(
                "age",
                expected: "now - iat at most \(oldest) + \(requirements.leeway)",
                found: "\(age)",
                passed: passed
            )
            guard passed else { return .tokenExpired }
        }
        return nil
    }

    // MARK: Audience (RFC 7519 section 4.1.3)

    private func audienceRefusal(_ payload: JSONDocument, _ node: Int?, _ trace: Trace?) -> Reason? {
        func expected() -> String {
            if case .anyOf(let names) = requirements.audiences { names.joined(separator: " or ") } else { "any" }
        }
        guard let node else {
            trace?.note("audience", expected: expected(), found: "no `aud`", passed: audiences == nil)
            return audiences == nil ? nil : .audienceMismatch
        }
        guard StringList.isWellFormed(node, in: payload) else {
            trace?.fail("audience", expected: "a string or an array of strings", found: payload.text(of: node))
            return .claimMalformed
        }
        var matches = audiences == nil
        if let audiences {
            StringList.forEach(node, in: payload) { name in
                matches = audiences.contains { payload.isString(name, $0) }
                return !matches
            }
        }
        trace?.note("audience", expected: expected(), found: payload.text(of: node), passed: matches)
        return matches ? nil : .audienceMismatch
    }
}
