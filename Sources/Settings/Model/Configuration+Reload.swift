package import Gateway
import Listeners

extension Configuration {
    /// The parts in which it differs from the configuration that a service was started with, and that change with a restart only.
    package func partsNeedingRestart(since started: Configuration) -> [String] {
        var parts: [String] = []
        if places != started.places { parts.append("listeners") }
        if admin != started.admin { parts.append("admin") }
        if threads != started.threads { parts.append("threads") }
        return parts
    }

    /// The TLS files of each listener that a service was started with; nil keeps those that are in use, of a listener that is not
    /// configured any more.
    package func tlsFiles(forListenersOf started: Configuration) -> [TLSFiles?] {
        started.listeners.map { listener in
            guard listener.tls != nil else { return nil }
            return listeners.first { $0.address == listener.address }?.tls
        }
    }

    private var places: Set<String> {
        Set(listeners.map { "\($0.address) \($0.access) \($0.tls == nil ? "plain" : "TLS")" })
    }
}
