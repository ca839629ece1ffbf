internal import Bytes
internal import JOSE

extension Authorizer {
    static let unambiguousRequest = "an unambiguous request"
    static let matchingRule = "a rule that matches the request"
    static let configuredIssuer = "a configured issuer"
    static let usableKeys = "usable keys of the issuer"

    /// Describes the last decision; nothing is decided again.
    ///
    /// - Parameters:
    ///   - request: the request of the last decision.
    ///   - bytes: the same bytes as for the decision.
    ///   - now: the same time as for the decision, in Unix seconds.
    ///   - names: the proxy's names for the parts of a request.
    /// - Returns: the description, with unescaped values from the request and the token.
    public mutating func describe(
        _ request: borrowing Subrequest,
        in bytes: Span<UInt8>,
        now: Double,
        names: RequestPartNames = RequestPartNames()
    ) -> DecisionDescription {
        rereadForDescription(bytes)
        var description = DecisionDescription()
        description.method = request.method.map { String(copying: bytes, $0) }
        description.path = pathDescription(request, bytes)
        description.rule = record.rule.map { recordedPolicy.rules[$0].label }
        description.keyID = record.isTokenRead ? token.keyID : nil
        description.issuer =
            record.isTokenRead && isPayloadRead ? token.issuerNode.map { token.payload.text(of: $0) } : nil
        guard let failure = record.failure else { return description }
        let check = checkDescription(for: failure, request, bytes, now, names)
        description.expected = check.expected
        description.found = check.found
        return description
    }

    /// Parses a cached token, which the decision did not need.
    private mutating func rereadForDescription(_ bytes: Span<UInt8>) {
        guard !record.isTokenRead, record.issuer != nil else { return }
        switch record.token {
        case .inRequest(let range): _ = token.parse(bytes.extracting(range))
        case .inDecoded(let range):
            let decoded = finder.decoded
            _ = token.parse(decoded.span.extracting(range))
        case .missing, .ambiguous, .malformed: return
        }
        record.isTokenRead = true
    }

    private var isPayloadRead: Bool {
        if case .token(.form) = record.failure?.cause { false } else { true }
    }

    private var recordedPolicy: CompiledPolicy {
        record.policy.map { policies[$0].policy } ?? defaultPolicy
    }

    var issuerDescription: String {
        token.issuerNode.map { token.payload.text(of: $0) } ?? "no `iss`"
    }

    static func unambiguousRequest(_ policy: CompiledPolicy) -> String {
        policy.facts.isEmpty ? "any request" : unambiguousRequest
    }

    static func description(of rule: CompiledRule?) -> String {
        rule.map { "\($0.label): \($0.access.rawValue)" } ?? "none: a valid token is required"
    }

    /// Describes a failed check.
    func checkDescription(
        for failure: CheckFailure,
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ now: Double,
        _ names: RequestPartNames
    ) -> CheckDescription {
        func description(_ expected: String, _ found: String) -> CheckDescription {
            CheckDescription(expected: expected, found: found)
        }
        switch failure.cause {
        case .unknownPolicy: return description("a configured policy", "no policy with the name in the URL")
        case .request(let ambiguity):
            let rules = recordedPolicy.rules
            return description(
                Self.unambiguousRequest(recordedPolicy),
                ambiguity.description(of: request, bytes, rules: rules, names: names)
            )
        case .claimHeader(let name): return description("no claim header from the client", String(copying: bytes, name))
        case .alias(let name):
            return description("no alias of a claim header", String(copying: bytes, name))
        case .denied:
            return description(Self.matchingRule, Self.description(of: record.rule.map { recordedPolicy.rules[$0] }))
        case .tokenMissing: return description("a token", "none in the configured sources")
        case .tokenAmbiguous: return description("one token", "several, or a repeated source")
        case .tokenMalformed: return description("a token", "a missing chunk, or credentials that are not base64")
        case .tokenTooLarge(let size): return description("at most \(configuration.tokenLimit) bytes", "\(size) bytes")
        case .token(let problem): return checkDescription(for: problem, bytes, now)
        case .keysUnavailable: return description(Self.usableKeys, "none")
        case .requirement(let problem):
            let requirement = record.rule.flatMap { recordedPolicy.rules[$0].requirement }
            return requirement?.description(of: problem, in: token.payload) ?? description("", "")
        case .headersTooLarge(let limit): return description("at most \(limit) bytes", "more")
        }
    }

    private func checkDescription(for problem: TokenProblem, _ bytes: Span<UInt8>, _ now: Double) -> CheckDescription {
        switch problem {
        case .form(let problem):
            switch record.token {
            case .inRequest(let range): return token.description(of: problem, in: bytes.extracting(range))
            case .inDecoded(let range): return token.description(of: problem, in: finder.decoded.span.extracting(range))
            case .missing, .ambiguous, .malformed: return CheckDescription(expected: "", found: "")
            }
        case .claim(.issuer, let failure):
            return CheckDescription(
                expected: failure == .claimMalformed ? "a string" : Self.configuredIssuer,
                found: issuerDescription
            )
        case .claim(let check, _):
            let requirements = record.issuer.map { issuers.entries[$0].requirements }
            return requirements?.description(of: check, for: token, at: now)
                ?? CheckDescription(expected: "", found: "")
        case .key(let problem): return problem.description(of: token)
        }
    }
}
