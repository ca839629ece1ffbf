internal import Gateway
internal import Issuers
internal import Logging
internal import Settings
internal import Telemetry

/// A reload: everything but the addresses and the number of loops may change; what is wrong changes nothing.
struct Reload {
    /// The configuration that the service was started with, whose addresses stay.
    let started: Configuration
    let logger: Logger
    let logStyle: LogStyle
    /// Seconds for the keys of issuers that are new, or have moved.
    private static let patience = 2.0

    /// Performs a reload; a cancelled one does not wait for keys.
    func perform(_ read: @escaping @Sendable () -> ConfigurationReading, on state: ServiceState) async {
        let configuration: Configuration
        switch await BlockingWork.run(read) {
        case .read(let new): configuration = new
        case .refused(let error): return state.noteRefusedReload(error)
        case .ignored: return
        }
        let old = state.keys
        let keys = KeyService(
            issuers: configuration.issuerKeys,
            settings: configuration.keys,
            logger: logger,
            inheriting: old
        )
        let files = tlsFiles(configuration)
        let refusal = await BlockingWork.run { [server = state.server] in Self.loadFiles(keys, server, files) }
        if let refusal {
            logger.error("reload refused, the running configuration stays", metadata: refusal.metadata)
            return state.noteRefusedReload(refusal.message)
        }
        if keys.lacksFirstFetch {
            // The running configuration decides as long as the new one would have to refuse for want of keys.
            keys.start()
            await keys.waitForFirstFetches(within: Self.patience)
        }
        // First, because loops look at the level when they take their settings.
        logStyle.replace(with: configuration.log)
        await state.server.replace(
            settings: configuration.decisionSettings,
            listeners: configuration.decisionListeners,
            evidence: keys
        )
        keys.start()
        state.replace(configuration: configuration, keys: keys)
        // Nobody waits for connections that go nowhere, nor for a disk.
        Task { await old.shutdown() }
        let waiting = needingRestart(configuration)
        if !waiting.isEmpty {
            logger.warning(
                "reloaded, but for what changes with a restart only",
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

    /// Each running listener's files in the new configuration; nil keeps those that are in use, of a listener that it does
    /// not have any more.
    private func tlsFiles(_ configuration: Configuration) -> [TLSFiles?] {
        started.listeners.map { listener in
            guard listener.tls != nil else { return nil }
            return configuration.listeners.first { $0.address == listener.address }?.tls.map { TLSFiles($0) }
        }
    }

    /// The parts that differ from what is running and stay as they are.
    private func needingRestart(_ configuration: Configuration) -> [String] {
        var parts: [String] = []
        func places(_ configuration: Configuration) -> Set<String> {
            Set(configuration.listeners.map { "\($0.address) \($0.socket) \($0.tls == nil ? "plain" : "TLS")" })
        }
        if places(configuration) != places(started) { parts.append("listeners") }
        if configuration.admin != started.admin { parts.append("admin") }
        if configuration.threads != started.threads { parts.append("threads") }
        return parts
    }
}
