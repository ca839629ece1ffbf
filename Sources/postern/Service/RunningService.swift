internal import Authorization
internal import Gateway
internal import KeySets
internal import Logging
internal import ServiceLifecycle
internal import Settings
internal import Synchronization
internal import Telemetry
internal import UnixSignals

/// The service from its start to its drained end: the rooms of the house, wired together.
struct RunningService: Service {
    /// How long begun requests may take once the service is told to stop.
    static let drainTime = 10.0

    let configuration: Configuration
    /// Reads the configuration anew for a reload; nil after it logged why it cannot.
    let reload: @Sendable () -> Configuration?
    let logger: Logger
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
        let server = try await DecisionServer.start(
            listeners: configuration.decisionListeners,
            threads: configuration.threads ?? configuration.automaticThreads,
            settings: configuration.decisionSettings,
            keys: KeyFeed(keys),
            logger: logger
        )
        let state = ServiceState(keys: keys, resource: ProtectedResourceMetadata(configuration), server: server)
        let admin: AdminServer?
        do {
            admin = try await configuration.adminAddress.asyncMap { address in
                try await AdminServer.start(address, pages: AdminPages(state))
            }
        } catch {
            await server.drain(within: 0)
            throw error
        }
        keys.start()
        logger.info(
            "listening",
            metadata: [
                "listeners": .array(server.addresses.map { .string($0.description) }),
                "admin": .string(admin?.address.description ?? "off"),
            ]
        )
        started()
        await waitForTheEnd(state)
        logger.info("draining")
        state.beginDraining()
        await server.drain(within: Self.drainTime)
        await admin?.stop()
        await state.keys.shutdown()
        logger.info("stopped")
    }

    /// Reloads at each SIGHUP, until the service is told to stop.
    private func waitForTheEnd(_ state: ServiceState) async {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) {
                await Reload(running: configuration, logger: logger).perform(reload, on: state)
            }
        }
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
