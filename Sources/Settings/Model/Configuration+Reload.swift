package import Gateway
import Listeners

extension Configuration {
    /// The changed sections that take effect only after a restart, compared with the configuration at startup.
    package func partsNeedingRestart(since started: Configuration) -> [String] {
        var parts: [String] = []
        if listenerSockets != started.listenerSockets { parts.append("listeners") }
        if admin != started.admin { parts.append("admin") }
        if threads != started.threads { parts.append("threads") }
        return parts
    }

    /// The TLS files of each listener of the configuration at startup; nil keeps the current files of a listener that is
    /// no longer configured.
    package func tlsFiles(forListenersOf started: Configuration) -> [TLSFiles?] {
        started.listeners.map { listener in
            guard listener.tls != nil else { return nil }
            return listeners.first { $0.address == listener.address }?.tls
        }
    }

    private var listenerSockets: Set<String> {
        Set(listeners.map { "\($0.address) \($0.access) \($0.tls == nil ? "plain" : "TLS")" })
    }
}
