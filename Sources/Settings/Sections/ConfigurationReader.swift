internal import Authorization
internal import JOSE

/// Reads a configuration section by section.
///
/// What is wrong is reported to the ``Reading``; a wrong value is replaced by its default, so that one mistake does not
/// hide the next.
struct ConfigurationReader {
    let reading: Reading

    /// Nil when a mistake was found.
    func configuration(from value: Value) -> Configuration? {
        guard let root = MappingReader<Section.Root>(Field(path: "", value: value, reading: reading)) else {
            return nil
        }
        let issuers = root.required(.issuers).flatMap(issuers) ?? []
        var authorization = authorization(root, issuers: issuers.map(\.requirements))
        let limits = limits(root[.limits], &authorization)
        checkRoom(for: root[.claimHeaders], authorization)
        let listeners = root[.listeners].flatMap(listeners) ?? [Listening(settings: .standard, address: nil)]
        checkPolicies(root[.policies], listeners)
        let admin = admin(root[.admin])
        if let admin { checkAddresses(listeners, admin, root[.admin]) }
        let configuration = Configuration(
            listeners: listeners.map(\.settings),
            admin: admin,
            threads: root[.threads].flatMap(threads),
            authorization: authorization,
            issuerKeys: issuers.map(\.keys),
            keys: keys(root[.keys]),
            limits: limits,
            log: log(root[.log])
        )
        return reading.hasErrors ? nil : configuration
    }

    private func authorization(
        _ root: MappingReader<Section.Root>,
        issuers: [TokenRequirements]
    ) -> AuthorizationConfiguration {
        var authorization = AuthorizationConfiguration(issuers: issuers)
        authorization.tokenSources = root[.tokens].flatMap(tokenSources) ?? authorization.tokenSources
        authorization.claimHeaders = root[.claimHeaders].flatMap(claimHeaders) ?? []
        authorization.rules = root[.rules].flatMap(rules) ?? []
        authorization.policies = root[.policies].flatMap(policies) ?? [:]
        authorization.challenge = challenge(root[.challenge])
        let cache = root[.cache].flatMap { MappingReader<Section.Cache>($0) }
        authorization.cachedTokens = cache?[.tokens]?.integer(in: 0...16_777_216) ?? authorization.cachedTokens
        return authorization
    }

    private func threads(_ field: Field) -> Int? {
        field.scalarText == "auto" ? nil : field.integer(in: 1...1024, orWord: "auto")
    }

    private func challenge(_ field: Field?) -> Challenge {
        guard let section = field.flatMap({ MappingReader<Section.Challenge>($0) }) else { return Challenge() }
        return Challenge(
            realm: section[.realm]?.visibleText(spaces: true),
            resourceMetadata: section[.resourceMetadata]?.url()?.text
        )
    }
}
