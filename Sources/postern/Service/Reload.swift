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
        await state.server.replace(settings: configuration.decisionSettings, keys: KeyFeed(keys))
        keys.start()
        state.replace(keys: keys)
        await old.shutdown()
        if configuration.listeners != running.listeners || configuration.admin != running.admin
            || configuration.threads != running.threads
        {
            logger.warning("listeners, admin and threads change with a restart only; the rest is in force")
        }
        logger.info("reloaded")
    }
}
