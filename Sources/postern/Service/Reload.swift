internal import Gateway
internal import KeySets
internal import Logging
internal import Settings

/// A reload: everything but the addresses and the number of loops may change; what is wrong changes nothing.
struct Reload {
    /// The configuration that the service was started with, whose addresses stay.
    let running: Configuration
    let logger: Logger

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
        await state.server.replace(settings: configuration.decisionSettings, keys: KeyFeed(keys))
        keys.start()
        state.replace(keys: keys, resource: ProtectedResourceMetadata(configuration))
        await old.shutdown()
        if !hasSameListeners(configuration) || configuration.admin != running.admin
            || configuration.threads != running.threads
        {
            logger.warning("listeners, admin and threads change with a restart only; the rest is in force")
        }
        logger.info("reloaded")
    }

    /// Each running listener's files: those of the new configuration, as far as it has the listener and its TLS.
    private func tlsFiles(_ configuration: Configuration) -> [TLSFiles?] {
        running.listeners.map { listener in
            guard let tls = listener.tls else { return nil }
            return TLSFiles(configuration.listeners.first { $0.address == listener.address }?.tls ?? tls)
        }
    }

    /// Whether the listeners are those that run, but for the names of their TLS files.
    private func hasSameListeners(_ configuration: Configuration) -> Bool {
        func unnamed(_ listener: ListenerSettings) -> ListenerSettings {
            var listener = listener
            listener.tls = listener.tls.map { _ in TLSSettings(certificate: "", key: "") }
            return listener
        }
        return configuration.listeners.map(unnamed) == running.listeners.map(unnamed)
    }
}
