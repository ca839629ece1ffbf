internal import Authorization
internal import Bytes
internal import Issuers
internal import JOSE
internal import Logging
internal import Settings
internal import Synchronization

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
        service.start()
        await service.waitForFirstFetches()
        let found = Mutex<[Int: JWKSet]>([:])
        // It is called at once, for each issuer.
        service.subscribe { update in
            guard case .keys(let issuer, let evidence) = update else { return }
            found.withLock { $0[issuer.position] = evidence.keys }
        }
        let statuses = service.statuses()
        await service.shutdown()
        let sets = found.withLock { $0 }
        return statuses.enumerated().map { index, status in
            FoundKeys(
                issuer: status.issuer,
                keys: sets[index],
                problem: sets[index] == nil ? status.lastError?.withInvisiblesEscaped : nil
            )
        }
    }
}
