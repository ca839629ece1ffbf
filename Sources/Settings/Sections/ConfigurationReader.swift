internal import Authorization
internal import Gateway
internal import JOSE
internal import Listeners

/// Reads a configuration section by section.
///
/// Errors are reported to the ``ReadingContext``; an invalid value is replaced by its default, so that one error does not
/// hide the next.
struct ConfigurationReader {
    let reading: ReadingContext
    /// Every issuer's name; nil until they are known, and when one of them is invalid.
    private(set) var issuerNames: [String]?

    init(reading: ReadingContext) {
        self.reading = reading
    }

    /// Nil when an error was reported.
    mutating func configuration(from value: Value) -> Configuration? {
        guard let root = MappingReader<Section.Root>(Field(path: "", value: value, reading: reading)) else {
            return nil
        }
        let issuers = root.required(.issuers).flatMap(issuers)
        issuerNames = issuers?.map(\.requirements.issuer)
        var authorization = authorization(root, issuers: issuers ?? [])
        let limits = limits(root[.limits], &authorization)
        checkRoom(for: root[.claimHeaders] ?? root[.issuers], authorization)
        let listeners =
            root[.listeners].flatMap(listeners)
            ?? [Listening(settings: DecisionListener(address: .standard), address: nil)]
        checkPolicies(root[.policies], listeners)
        let admin = admin(root[.admin])
        let isPublic = adminPublic(root[.adminPublic])
        if let admin {
            checkAddresses(listeners, admin, root[.admin])
            checkReach(of: admin, root[.admin], isPublic: isPublic)
        }
        let protectedResource = root[.protectedResource].flatMap(protectedResource)
        if admin == nil { root[.protectedResource]?.warning("it is never served, because admin is off") }
        let configuration = Configuration(
            listeners: listeners.map(\.settings),
            admin: admin,
            threads: root[.threads].flatMap(threads),
            authorization: authorization,
            issuerKeys: (issuers ?? []).map(\.keys),
            keys: keys(root[.keys]),
            limits: limits,
            protectedResource: protectedResource,
            log: log(root[.log])
        )
        return reading.hasErrors ? nil : configuration
    }

    private func authorization(
        _ root: MappingReader<Section.Root>,
        issuers: [ReadIssuer]
    ) -> AuthorizationConfiguration {
        var authorization = AuthorizationConfiguration(issuers: issuers.map(\.requirements))
        authorization.tokenSources = root[.tokens].flatMap(tokenSources) ?? authorization.tokenSources
        authorization.claimHeaders = root[.claimHeaders].flatMap(claimHeaders) ?? []
        for (number, issuer) in issuers.enumerated() where !issuer.claimHeaders.isEmpty {
            authorization.issuerClaimHeaders[number] = issuer.claimHeaders
        }
        authorization.rules = root[.rules].flatMap(rules) ?? []
        authorization.policies = root[.policies].flatMap(policies) ?? [:]
        authorization.corsPreflight =
            root[.corsPreflight]?.choice(of: CORSPreflight.self) ?? authorization.corsPreflight
        authorization.spoofedHeaders = root[.spoofedHeaders]?.choice(of: SpoofedHeaders.self)
        authorization.spoofedClaimHeaders =
            root[.spoofedClaimHeaders]?.choice(of: SpoofedClaimHeaders.self) ?? authorization.spoofedClaimHeaders
        let cacheLifetime = root[.decisionCacheHeader].flatMap(wholeSeconds)
        authorization.decisionCacheLifetime = cacheLifetime.map { Duration.seconds($0) }
        authorization.challenge = challenge(root[.challenge])
        let cache = root[.cache].flatMap { MappingReader<Section.Cache>($0) }
        authorization.cachedTokens = cache?[.tokens]?.integer(in: 0...16_777_216) ?? authorization.cachedTokens
        return authorization
    }

    private func threads(_ field: Field) -> Int? {
        field.scalarText == "auto" ? nil : field.integer(in: 1...1024, orWord: "auto")
    }

    /// A cache lifetime in whole seconds, as in HTTP; no entry outlives its token, but a withdrawn key is noticed later.
    private func wholeSeconds(_ field: Field) -> Int? {
        guard let seconds = field.duration(from: 1000, to: 3_600_000) else { return nil }
        guard let whole = Int(exactly: seconds) else {
            field.error("only whole seconds are allowed here", suggestion: "did you mean \(Int(seconds.rounded()))s?")
            return nil
        }
        return whole
    }

    private func challenge(_ field: Field?) -> Challenge {
        guard let section = field.flatMap({ MappingReader<Section.Challenge>($0) }) else { return Challenge() }
        return Challenge(
            realm: section[.realm]?.visibleText(spaces: true),
            resourceMetadata: section[.resourceMetadata]?.url()?.text
        )
    }
}
