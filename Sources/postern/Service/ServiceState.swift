internal import Admin
internal import Bytes
internal import Gateway
internal import Issuers
internal import Settings
internal import Synchronization
internal import Telemetry

/// The running configuration and key service, which a reload replaces, and the admin pages.
final class ServiceState: Sendable {
    private struct Contents {
        var configuration: Configuration
        var keys: KeyService
    }

    private let contents: Mutex<Contents>
    let server: DecisionServer
    let admin: AdminState

    init(configuration: Configuration, keys: KeyService, server: DecisionServer) {
        contents = Mutex(Contents(configuration: configuration, keys: keys))
        self.server = server
        admin = AdminState(resource: configuration.protectedResource, configuration.authorization)
        watch(keys)
    }

    /// The running configuration.
    var configuration: Configuration { contents.withLock { $0.configuration } }
    var keys: KeyService { contents.withLock { $0.keys } }

    /// Applies a reload.
    func replace(configuration: Configuration, keys: KeyService) {
        contents.withLock { $0 = Contents(configuration: configuration, keys: keys) }
        admin.recordReload(resource: configuration.protectedResource, configuration.authorization)
        watch(keys)
    }

    /// The pages of the admin listener.
    var pages: AdminPages {
        AdminPages(admin, issuers: { self.keys.statuses() }, snapshot: { await self.snapshot() })
    }

    private func snapshot() async -> ServiceSnapshot {
        let counters = await server.counters()
        let issuers = keys.statuses()
        return ServiceSnapshot(
            version: Version.number,
            listeners: server.addresses,
            loops: server.loops,
            connectionsLimit: server.connectionsLimit,
            counters: counters,
            latestRefusals: server.latestRefusals.all,
            certificateExpiries: server.certificateExpiries,
            issuers: issuers,
            missing: admin.missing(issuers),
            reload: admin.reload,
            rates: admin.rates
        )
    }

    /// Updates the readiness now and whenever keys change.
    private func watch(_ keys: KeyService) {
        // Weak, because the service retains the closure.
        keys.subscribe { [weak keys, readiness = admin.readiness] _ in
            readiness.update(hasFirstKeys: keys?.hasFirstKeys == true)
        }
    }
}
