internal import Authorization
internal import Bytes
internal import JOSE
internal import KeySets
internal import Logging
internal import Settings

/// Every issuer's keys as the service would get them, once.
struct KeysAtHand {
    private let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Waits until each issuer's first fetch has ended, well or badly.
    func fetch() async -> [FoundKeys] {
        var settings = configuration.keys
        // The service's own snapshots are not ours to read or write.
        settings.stateDirectory = nil
        let service = KeyService(
            issuers: configuration.issuerKeys,
            settings: settings,
            logger: Logger(label: "explain") { _ in SwiftLogNoOpLogHandler() },
            inheriting: nil
        )
        // A file without a usable key leaves its issuer without keys, as its status tells.
        try? service.loadFiles()
        let (updates, source) = AsyncStream.makeStream(of: EvidenceUpdate.self)
        service.subscribe { source.yield($0) }
        service.start()
        var found: [Int: JWKSet] = [:]
        var waiting = Set(configuration.issuerKeys.indices)
        for await case .keys(let issuer, let evidence) in updates {
            if let keys = evidence.keys { found[issuer.position] = keys }
            let status = service.status(of: issuer.position)
            if evidence.keys != nil || status.failures > 0 || status.origin == .file { waiting.remove(issuer.position) }
            if waiting.isEmpty { break }
        }
        let statuses = configuration.issuerKeys.indices.map { service.status(of: $0) }
        await service.shutdown()
        return statuses.enumerated().map { index, status in
            FoundKeys(
                issuer: status.issuer,
                keys: found[index],
                problem: found[index] == nil ? status.lastError?.withInvisiblesEscaped : nil
            )
        }
    }
}
