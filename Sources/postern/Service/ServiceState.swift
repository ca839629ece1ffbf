internal import Admin
internal import Bytes
internal import Gateway
internal import Issuers
internal import Settings
internal import Synchronization
internal import Telemetry

/// What is in force, which a reload replaces, and what the admin pages show of it.
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

    /// The one in force.
    var configuration: Configuration { contents.withLock { $0.configuration } }
    var keys: KeyService { contents.withLock { $0.keys } }

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

    /// Looks at the keys of a service now, and at each change until the service has been ready once.
    private func watch(_ keys: KeyService) {
        // The service keeps what it calls.
        keys.subscribe { [weak keys, readiness = admin.readiness] _ in
            readiness.update(hasFirstKeys: keys?.hasFirstKeys == true)
        }
    }
}
