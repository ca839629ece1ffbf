internal import Admin
internal import Gateway
internal import Issuers
internal import Listeners
internal import Logging
internal import ProcessControl
internal import Settings
internal import Telemetry

/// The service from startup to shutdown: connects the parts of the program.
struct RunningService {
    let configuration: Configuration
    /// Reads the configuration for a reload.
    let reload: @Sendable () -> ConfigurationReadResult
    let logger: Logger
    /// The style of the logger, which a reload may change.
    let logStyle: LogStyle
    var inherited = InheritedSockets.none
    var manager = ServiceManager([:])
    /// Created as early as possible, so that no signal is lost.
    var signals = Signals()
    /// Called when all listeners accept connections.
    var started: @Sendable () -> Void = {}

    func run() async throws {
        let keys = KeyService(
            issuers: configuration.issuerKeys,
            settings: configuration.keys,
            logger: logger,
            inheriting: nil
        )
        try keys.loadFiles()
        // Snapshots are loaded first, so that no request fails for lack of keys that are stored.
        await keys.start().value
        // Clients wait in the queues of the inherited sockets meanwhile.
        if !inherited.isEmpty { await keys.waitForFirstFetches(within: 1) }
        // Requests may arrive as soon as there is a listener.
        let events = signals.serve(timeToEnd: Self.times(configuration).end) { [logger] in
            logger.error("not everything finished within limits.drain_timeout; exiting")
        }
        let server: DecisionServer
        do {
            server = try await DecisionServer.start(
                listeners: configuration.listeners,
                threads: configuration.threads ?? CPUAllowance.processors(),
                settings: configuration.decisionSettings,
                evidence: keys,
                logger: logger,
                inherited: inherited
            )
        } catch {
            await keys.shutdown(within: ShutdownTimes.keys)
            throw error
        }
        let state = ServiceState(configuration: configuration, keys: keys, server: server)
        var admin: AdminServer?
        do {
            if let address = configuration.admin {
                admin = try await AdminServer.start(address, pages: state.pages, inherited: inherited)
            }
        } catch {
            await server.drain(within: 0)
            await keys.shutdown(within: ShutdownTimes.keys)
            throw error
        }
        announce(server, admin, state)
        let watchdog = Watchdog(manager) { server.pingAllLoops($0) }
        watchdog?.start()
        let sampling = admin.map { _ in Task { await state.admin.sampleDecisions { await server.counters() } } }
        let reloads = ReloadRequests { [self] in
            manager.reloading()
            await Reload(started: configuration, logger: logger, logStyle: logStyle).perform(reload, on: state)
            ProcessMemory.releaseCode()
            if !state.admin.isDraining { manager.ready(state.admin.reload) }
        }
        signals.limit { Self.times(state.configuration).end }
        for await event in events {
            guard case .reload = event else { break }
            reloads.request()
        }
        reloads.stop()
        sampling?.cancel()
        await end(state, admin)
    }

    /// Drains and stops everything.
    private func end(_ state: ServiceState, _ admin: AdminServer?) async {
        logger.info("draining")
        state.admin.beginDraining()
        manager.stopping()
        let times = Self.times(state.configuration)
        await state.server.drain(within: times.connections, grace: times.grace)
        await admin?.stop()
        // The result of a running key fetch or disk write is not needed any more.
        await state.keys.shutdown(within: ShutdownTimes.keys)
        logger.info("stopped")
    }

    private static func times(_ configuration: Configuration) -> ShutdownTimes {
        ShutdownTimes(timeout: configuration.limits.drainTimeout)
    }

    private func announce(_ server: DecisionServer, _ admin: AdminServer?, _ state: ServiceState) {
        for socket in inherited.closeUnclaimed() {
            logger.warning(
                "a socket was passed in that no configured listener uses",
                metadata: ["socket": .string(socket)]
            )
        }
        logger.info(
            "listening",
            metadata: [
                "listeners": .array(server.addresses.map { .string($0.description) }),
                "admin": .string(admin?.address.description ?? "off"),
            ]
        )
        manager.ready(state.admin.reload)
        started()
        ProcessMemory.releaseCode()
    }
}
