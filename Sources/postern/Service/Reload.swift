internal import Admin
internal import Gateway
internal import Issuers
internal import Logging
internal import ProcessControl
internal import Settings
internal import Telemetry

/// A reload: everything but the addresses and the number of loops may change; what is wrong changes nothing.
struct Reload {
    /// The configuration that the service was started with, whose addresses stay.
    let started: Configuration
    let logger: Logger
    let logStyle: LogStyle
    /// Seconds for the keys of issuers that are new, or have moved.
    private static let firstFetchTimeout = 2.0

    /// Performs a reload; a cancelled one does not wait for keys.
    func perform(_ read: @escaping @Sendable () -> ConfigurationReadResult, on state: ServiceState) async {
        let configuration: Configuration
        switch await BlockingWork.run(read) {
        case .read(let new): configuration = new
        case .refused(let error): return state.admin.recordReloadFailure(error)
        case .ignored: return
        }
        let old = state.keys
        let keys = KeyService(
            issuers: configuration.issuerKeys,
            settings: configuration.keys,
            logger: logger,
            inheriting: old
        )
        let files = configuration.tlsFiles(forListenersOf: started)
        let refusal = await BlockingWork.run { [server = state.server] in Self.loadFiles(keys, server, files) }
        if let refusal {
            logger.error("reload refused; the running configuration stays in use", metadata: refusal.metadata)
            return state.admin.recordReloadFailure(refusal.message)
        }
        if keys.lacksFirstFetch {
            // The running configuration decides as long as the new one would have to refuse for want of keys.
            keys.start()
            await keys.waitForFirstFetches(within: Self.firstFetchTimeout)
        }
        // First, because loops look at the level when they take their settings.
        logStyle.replace(with: configuration.log)
        await state.server.replace(
            settings: configuration.decisionSettings,
            listeners: configuration.listeners,
            evidence: keys
        )
        keys.start()
        state.replace(configuration: configuration, keys: keys)
        // Nobody waits for connections that go nowhere, nor for a disk.
        Task { await old.shutdown() }
        let waiting = configuration.partsNeedingRestart(since: started)
        if !waiting.isEmpty {
            logger.warning(
                "reloaded; some changes need a restart",
                metadata: ["restart_needed_for": .array(waiting.map { .string($0) })]
            )
        }
        logger.info("reloaded")
    }

    /// Why a reload is refused: for the log, and for a status.
    private typealias Refusal = (message: String, metadata: Logger.Metadata)

    /// Reads the files that the configuration names, and takes the listeners' into use.
    private static func loadFiles(_ keys: KeyService, _ server: DecisionServer, _ tls: [TLSFiles?]) -> Refusal? {
        do {
            try keys.loadFiles()
        } catch {
            return ("\(error)", ["issuer": .string(error.issuer), "error": .string(error.message)])
        }
        do {
            try server.replaceTLS(tls)
            return nil
        } catch {
            return (error.description, ["error": .string(error.description)])
        }
    }
}
