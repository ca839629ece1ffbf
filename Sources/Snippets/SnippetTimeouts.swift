import Gateway
import Issuers
import Settings

/// The proxy's timeouts, in whole seconds.
struct SnippetTimeouts {
    /// For a decision: longer than a fetch of keys and the wait for it.
    let decision: Int
    /// For idle connections: shorter than Postern's own limit.
    let keepalive: Int

    init(_ configuration: Configuration) {
        // A request waits for keys for `keys.timeout` and a little, or for 2 s.
        decision = Int(min(configuration.keys.timeout + 2, 86400).rounded(.up)) + 1
        keepalive = Int(min(max(configuration.limits.idleTimeout / 2, 1), 60))
    }
}
