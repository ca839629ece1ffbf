import Authorization
import JOSE

/// What the ``AuthorizeTarget`` decides by: everything denied without a token, and a policy by name that is more lenient.
enum FuzzPolicy {
    /// Token sources without encodings.
    case plainTokens
    /// Token sources with encodings or chunks; requests with claim headers are refused.
    case encodedTokens

    /// The policy with rules that require no token.
    static let lenient = "lenient"
    /// An issuer without keys.
    static let keyless = "https://keyless.example"

    /// The cookies that may come in chunks.
    static let chunkedCookies = ["token", "session"]

    private var tokenSources: [TokenSource] {
        switch self {
        case .plainTokens:
            [.bearer, .cookie(name: "token"), .query(name: "token"), .header(name: "X-Token", scheme: "")]
        case .encodedTokens:
            [
                .bearer, .header(name: "Authorization", scheme: "Basic"), .cookie(name: "token", isChunked: true),
                .cookie(name: "session", scheme: "Bearer", isChunked: true), .cookie(name: "bare", scheme: ""),
                .webSocketProtocol,
            ]
        }
    }

    /// The request fields that these are in, as `Vary` lists them.
    var varyingFields: String {
        switch self {
        case .plainTokens: "Authorization, Cookie, X-Token"
        case .encodedTokens: "Authorization, Cookie, Sec-WebSocket-Protocol"
        }
    }

    var refusesClaimHeaders: Bool { self == .encodedTokens }

    func configuration(cachedTokens: Int) throws(Finding) -> AuthorizationConfiguration {
        AuthorizationConfiguration(
            issuers: [FuzzIssuer.requirements, TokenRequirements(issuer: Self.keyless, audiences: .any)],
            tokenSources: tokenSources,
            claimHeaders: try Self.claimHeaders(),
            rules: try Self.strictRules(),
            policies: [Self.lenient: try Self.lenientRules()],
            challenge: Challenge(realm: "api", resourceMetadata: "https://api.example/metadata"),
            spoofedClaimHeaders: refusesClaimHeaders ? .refuse : .replace,
            decisionCacheLifetime: .seconds(30),
            responseHeadersLimit: 2000,
            cachedTokens: cachedTokens
        )
    }

    private static func claimHeaders() throws(Finding) -> [ClaimHeader] {
        [
            ClaimHeader(name: "X-Auth-Subject", content: .claim(try claim("sub"), .plain)),
            ClaimHeader(name: "X-Auth-Groups", content: .claim(try claim("groups"), .csv)),
            ClaimHeader(name: "X-Auth-Words", content: .claim(try claim("groups"), .space)),
            ClaimHeader(
                name: "X-Auth-City",
                content: .claim(try claim("/address/city"), .plain),
                defaultValue: "nowhere"
            ),
            ClaimHeader(name: "X-Auth-Data", content: .claim(try claim("data"), .json)),
            ClaimHeader(name: "X-Auth-Encoded", content: .claim(try claim("data"), .base64json)),
            ClaimHeader(name: "X-Auth-Payload", content: .payload),
        ]
    }

    private static func strictRules() throws(Finding) -> [Rule] {
        [
            Rule(label: "closed", paths: try paths("/closed/**", "/*.secret"), access: .denied),
            Rule(
                label: "scope",
                paths: try paths("/admin/**"),
                methods: ["GET", "POST"],
                requirement: Requirement(scopes: ["admin", "root"])
            ),
            Rule(
                label: "claims",
                paths: try paths("/team/*/report", "/a/**/z"),
                hosts: ["api.example"],
                requirement: Requirement(claims: try conditions())
            ),
        ]
    }

    private static func conditions() throws(Finding) -> [ClaimCondition] {
        let pattern: ClaimPattern
        do {
            pattern = try ClaimPattern("(a|b+)*[^c-e]{2,5}\\d?")
        } catch {
            throw Finding("the pattern is one: \(error)")
        }
        return [
            ClaimCondition(path: try claim("company"), anyOf: [#""example""#, "1.50", #"{"a":[1,2]}"#], not: ["null"]),
            ClaimCondition(path: try claim("/data/0/name"), contains: [#""x""#], matches: [pattern]),
            ClaimCondition(path: try claim("level"), atLeast: "2", atMost: "1e3"),
        ]
    }

    private static func lenientRules() throws(Finding) -> [Rule] {
        [
            Rule(label: "public", paths: try paths("/public/**"), access: .anonymous),
            Rule(label: "optional", paths: try paths("/maybe/**"), methods: ["GET"], access: .optional),
        ]
    }

    private static func claim(_ text: String) throws(Finding) -> ClaimPath {
        guard let path = ClaimPath(text) else { throw Finding("the claim is one: \(text)") }
        return path
    }

    private static func paths(_ texts: String...) throws(Finding) -> [PathPattern] {
        let patterns = texts.compactMap(PathPattern.init)
        try require(patterns.count == texts.count, "the paths are patterns")
        return patterns
    }
}
