internal import Admin
internal import Gateway
internal import Issuers
internal import Logging
internal import ProcessControl
internal import Settings
internal import Telemetry

/// A reload: changes everything except addresses and the number of event loops; an invalid configuration changes nothing.
struct Reload {
    /// The configuration at startup, whose addresses stay in use.
    let started: Configuration
    let logger: Logger
    let logStyle: LogStyle
    /// Seconds to wait for the keys of new or changed issuers.
    private static let firstFetchTimeout = 2.0

    /// Performs a reload; does not wait for keys if cancelled.
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
            // The running configuration stays in use while the new one would refuse tokens for lack of keys.
            keys.start()
            await keys.waitForFirstFetches(within: Self.firstFetchTimeout)
        }
        // First, because loops read the level when they apply settings.
        logStyle.replace(with: configuration.log)
        await state.server.replace(
            settings: configuration.decisionSettings,
            listeners: configuration.listeners,
            evidence: keys
        )
        keys.start()
        state.replace(configuration: configuration, keys: keys)
        // Hanging connections or a slow disk must not delay the reload.
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

    /// Why a reload is refused: for the status page, and for the log.
    private typealias Refusal = (message: String, metadata: Logger.Metadata)

    /// Reads the files of the configuration, and applies the TLS files.
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
