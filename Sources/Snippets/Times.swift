import Gateway
import Issuers
import Settings

/// How long the proxy waits, in whole seconds.
struct Times {
    /// For a decision: longer than a fetch of keys and the wait for it.
    let decision: Int
    /// Before it closes a connection that is not used: shorter than Postern would keep it.
    let keepalive: Int

    init(_ configuration: Configuration) {
        // A request waits for keys for `keys.timeout` and a little, or for 2 s.
        decision = Int(min(configuration.keys.timeout + 2, 86400).rounded(.up)) + 1
        keepalive = Int(min(max(configuration.limits.idleTimeout / 2, 1), 60))
    }
}
