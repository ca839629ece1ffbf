internal import Gateway
internal import KeySets
internal import Logging
internal import Settings
internal import Telemetry

/// A reload: everything but the addresses and the number of loops may change; what is wrong changes nothing.
struct Reload {
    /// The configuration that the service was started with, whose addresses stay.
    let started: Configuration
    let logger: Logger
    let logStyle: LogStyle
    /// Seconds for the keys of issuers that are new, or have moved; SIGTERM waits meanwhile.
    private static let patience = 2.0

    func perform(_ read: () -> Configuration?, on state: ServiceState) async {
        guard let configuration = read() else { return }
        let old = state.keys
        let keys = KeyService(
            issuers: configuration.issuerKeys,
            settings: configuration.keys,
            logger: logger,
            inheriting: old
        )
        do {
            try keys.loadFiles()
        } catch {
            logger.error(
                "reload refused, the running configuration stays",
                metadata: ["issuer": .string(error.issuer), "error": .string(error.message)]
            )
            return
        }
        do {
            try state.server.replaceTLS(tlsFiles(configuration))
        } catch {
            logger.error(
                "reload refused, the running configuration stays",
                metadata: ["error": .string(error.description)]
            )
            return
        }
        if keys.lacksFirstFetch {
            // The running configuration decides as long as the new one would have to refuse for want of keys.
            keys.start()
            await keys.waitForFirstFetches(Self.patience)
        }
        // First, because loops look at the level when they take their settings.
        logStyle.replace(with: configuration.log)
        await state.server.replace(
            settings: configuration.decisionSettings,
            listeners: configuration.decisionListeners,
            keys: KeyFeed(keys)
        )
        keys.start()
        state.replace(configuration: configuration, keys: keys)
        await old.shutdown()
        let waiting = needingRestart(configuration)
        if !waiting.isEmpty {
            logger.warning(
                "reloaded, but for what changes with a restart only",
                metadata: ["restart_needed_for": .array(waiting.map { .string($0) })]
            )
        }
        logger.info("reloaded")
    }

    /// Each running listener's files: those of the new configuration, as far as it has the listener and its TLS.
    private func tlsFiles(_ configuration: Configuration) -> [TLSFiles?] {
        started.listeners.map { listener in
            guard let tls = listener.tls else { return nil }
            return TLSFiles(configuration.listeners.first { $0.address == listener.address }?.tls ?? tls)
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
