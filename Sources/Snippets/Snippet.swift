package import Listeners
package import Settings

/// Prints a proxy's part of a configuration as a complete, loadable file.
package enum Snippet {
    /// The default address that clients connect to.
    package static let standardFront = ListenAddress.tcp(host: "127.0.0.1", port: 8080)
    /// The default address of the application.
    package static let standardApplication = ListenAddress.tcp(host: "127.0.0.1", port: 8081)

    /// The Lua script that HAProxy's file loads, to be saved beside it as `postern.lua`.
    package static let haproxyScript = HAProxyScript.text

    /// The text of the file, without a trailing line feed.
    ///
    /// The proxy uses the first listener with its protocol.
    ///
    /// - Parameters:
    ///   - proxy: the proxy to print a file for.
    ///   - configuration: the configuration of Postern.
    ///   - front: where clients connect.
    ///   - application: the address of the application.
    ///   - upstream: the protocol of the application; only nginx supports others than HTTP.
    ///   - tls: the proxy's TLS options for a listener with TLS.
    /// - Returns: the text.
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
            throw SnippetError("--upstream \(upstream.rawValue): only nginx supports it")
        }
        let plan = try SnippetPlan(configuration, proxy, front: front, application: application, tls: tls)
        return switch proxy {
        case .nginx: NginxSnippet(plan: plan, upstream: upstream).text
        case .envoy: EnvoySnippet(plan: plan).text
        case .caddy: CaddySnippet(plan: plan).text
        case .traefik: try TraefikSnippet(plan: plan).text
        case .haproxy: HAProxySnippet(plan: plan).text
        }
    }
}
