/// A proxy whose side of a configuration can be printed.
package enum Proxy: String, Sendable, CaseIterable {
    case nginx, envoy, caddy, traefik, haproxy

    /// As its makers write it.
    var name: String {
        switch self {
        case .nginx: "nginx"
        case .envoy: "Envoy"
        case .caddy: "Caddy"
        case .traefik: "Traefik"
        case .haproxy: "HAProxy"
        }
    }

    /// The `proxy` of a listener that it can ask.
    var dialect: String {
        switch self {
        case .nginx: "nginx"
        case .envoy: "envoy"
        case .caddy, .traefik, .haproxy: "forwarded"
        }
    }
}
