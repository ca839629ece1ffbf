/// A proxy that a file can be printed for.
package enum Proxy: String, Sendable, CaseIterable {
    case nginx, envoy, caddy, traefik, haproxy

    /// The name as its project writes it.
    var name: String {
        switch self {
        case .nginx: "nginx"
        case .envoy: "Envoy"
        case .caddy: "Caddy"
        case .traefik: "Traefik"
        case .haproxy: "HAProxy"
        }
    }

    /// The `proxy` setting of a listener for it.
    var dialect: String {
        switch self {
        case .nginx: "nginx"
        case .envoy: "envoy"
        case .caddy, .traefik, .haproxy: "forwarded"
        }
    }
}
