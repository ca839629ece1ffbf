package import Listeners
package import Settings

/// Prints a proxy's side of a configuration as a complete file that loads as it is.
package enum Snippet {
    /// Where clients connect to the proxy unless the operator says otherwise.
    package static let standardFront = ListenAddress.tcp(host: "127.0.0.1", port: 8080)
    /// Where the application listens unless the operator says otherwise.
    package static let standardApplication = ListenAddress.tcp(host: "127.0.0.1", port: 8081)

    /// The Lua script that HAProxy's file loads, to be saved beside it as `postern.lua`.
    package static let haproxyScript = HAProxyScript.text

    /// The file's text, without a line feed at its end.
    ///
    /// The proxy asks the first listener that speaks its language.
    ///
    /// - Parameters:
    ///   - upstream: how the proxy reaches the application; only nginx has another way than HTTP.
    ///   - tls: what else a proxy needs for a listener that speaks TLS.
    /// - Throws: ``SnippetError`` when there is no such listener, or when a value cannot be written in the proxy's file.
    package static func text(
        for proxy: Proxy,
        _ configuration: Configuration,
        front: ListenAddress = standardFront,
        application: ListenAddress = standardApplication,
        upstream: ApplicationProtocol = .http,
        tls: ClientTLS = ClientTLS()
    ) throws(SnippetError) -> String {
        guard proxy == .nginx || upstream == .http else {
            throw SnippetError("--upstream \(upstream.rawValue): only nginx's file can be printed for it")
        }
        let plan = try Plan(configuration, proxy, front: front, application: application, tls: tls)
        return switch proxy {
        case .nginx: NginxSnippet(plan: plan, upstream: upstream).text
        case .envoy: EnvoySnippet(plan: plan).text
        case .caddy: CaddySnippet(plan: plan).text
        case .traefik: try TraefikSnippet(plan: plan).text
        case .haproxy: HAProxySnippet(plan: plan).text
        }
    }
}
