internal import Authorization
internal import Gateway
internal import Issuers
internal import Logging
internal import Settings
internal import Synchronization
internal import Telemetry

/// The service from its start to its drained end: the rooms of the house, wired together.
struct RunningService {
    /// How long proxies get to learn of the end from an answer, before quiet connections are closed.
    static let grace = 1.0
    /// How long before `limits.drain_timeout` connections are closed as they are.
    static let timeToClose = 0.5
    /// How long before `limits.drain_timeout` the process ends whatever is still under way; log lines take the rest.
    static let timeToLeave = 0.25
    /// How long key fetches and snapshots may take to end, in seconds.
    static let keysTimeout = 0.15

    let configuration: Configuration
    /// Reads the configuration anew for a reload.
    let reload: @Sendable () -> ConfigurationReading
    let logger: Logger
    /// How the logger writes; a reload may change it.
    let logStyle: LogStyle
    var inherited = InheritedSockets.none
    var manager = ServiceManager([:])
    /// Made as early as possible, because signals count from then on.
    var signals = Signals()
    /// Called once everything listens.
    var started: @Sendable () -> Void = {}

    func run() async throws {
        let keys = KeyService(
            issuers: configuration.issuerKeys,
            settings: configuration.keys,
            logger: logger,
            inheriting: nil
        )
        do {
            try keys.loadFiles()
        } catch {
            throw StartError(message: "the keys of \(error.issuer) cannot be used: \(error.message)")
        }
        // Nobody is to be told that there are no keys while they are at hand.
        await keys.start().value
        // Whoever connects meanwhile waits in a socket that has been open all along.
        if !inherited.isEmpty { await keys.waitForFirstFetches(within: 1) }
        // As soon as there is a listener, a request may have begun.
        let events = signals.serve(timeToEnd: Self.timeToEnd(configuration)) { [logger] in
            logger.error("not everything ended within limits.drain_timeout; exiting")
        }
        let server: DecisionServer
        do {
            server = try await DecisionServer.start(
                listeners: configuration.decisionListeners,
                threads: configuration.threads ?? configuration.automaticThreads,
                settings: configuration.decisionSettings,
                evidence: keys,
                logger: logger,
                inherited: inherited
            )
        } catch {
            await keys.shutdown(within: Self.keysTimeout)
            throw error
        }
        let state = ServiceState(configuration: configuration, keys: keys, server: server)
        let admin: AdminServer?
        do {
            admin = try await configuration.adminAddress.asyncMap { address in
                try await AdminServer.start(address, pages: AdminPages(state), inherited: inherited)
            }
        } catch {
            await server.drain(within: 0)
            await keys.shutdown(within: Self.keysTimeout)
            throw error
        }
        announce(server, admin, state)
        let watchdog = Watchdog(manager, server)
        watchdog?.start()
        let sampling = admin.map { _ in Task { await state.sampleDecisions() } }
        let reloads = Reloads { [self] in
            manager.reloading()
            await Reload(started: configuration, logger: logger, logStyle: logStyle).perform(reload, on: state)
            ProcessMemory.releaseCode()
            if !state.isDraining { manager.ready(state.reload) }
        }
        signals.limit { Self.timeToEnd(state.configuration) }
        for await event in events {
            guard case .reload = event else { break }
            reloads.request()
        }
        reloads.stop()
        sampling?.cancel()
        await end(state, admin)
    }

    /// From the first SIGTERM to the last line of the log.
    private func end(_ state: ServiceState, _ admin: AdminServer?) async {
        logger.info("draining")
        state.beginDraining()
        manager.stopping()
        let timeout = state.configuration.limits.drainTimeout
        // What comes after the last connection takes time too, and belongs to what was promised.
        let time = max(timeout / 2, timeout - Self.timeToClose)
        await state.server.drain(within: time, grace: min(Self.grace, timeout / 2))
        await admin?.stop()
        // What a key fetch or a disk still does is of no use to anybody.
        await state.keys.shutdown(within: Self.keysTimeout)
        logger.info("stopped")
    }

    /// Seconds from the first SIGTERM to the end of the process, whatever is still under way.
    private static func timeToEnd(_ configuration: Configuration) -> Double {
        let timeout = configuration.limits.drainTimeout
        return max(timeout * 0.75, timeout - timeToLeave)
    }

    private func announce(_ server: DecisionServer, _ admin: AdminServer?, _ state: ServiceState) {
        for socket in inherited.closeRest() {
            logger.warning(
                "a socket was handed over that nothing is configured to listen on",
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
        manager.ready(state.reload)
        started()
        ProcessMemory.releaseCode()
    }
}

extension Optional where Wrapped: Sendable {
    /// As `map`, for a transformation that waits.
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        switch self {
        case .some(let value): try await transform(value)
        case nil: nil
        }
    }
}
