import Authorization
import Gateway
import Issuers
import Listeners
import ProxyProtocol
import Settings

/// The values for a proxy's file, taken from the configuration and validated for all proxies.
struct SnippetPlan {
    let proxy: Proxy
    /// Where clients connect.
    let front: ListenAddress
    /// The address of decision requests.
    let decision: ListenAddress
    /// The prefix that Envoy adds to each path.
    let pathPrefix: String?
    /// Nil when the listener has no TLS.
    let encryption: UpstreamTLS?
    let application: ListenAddress
    /// The address of health checks; nil when it is switched off.
    let admin: ListenAddress?
    /// Letters, digits and hyphens, each once.
    let claimHeaders: [String]
    /// The request headers that may contain a token: letters, digits and hyphens, each once.
    let tokenHeaders: [String]
    /// Whether Postern refuses requests with a claim header, and so needs those headers.
    let refusesClaimHeaders: Bool
    /// Whether a rule of the default policy depends on paths.
    let looksAtPaths: Bool
    /// Whether CORS preflights pass, so that Postern needs their headers.
    let allowsPreflights: Bool
    /// How long an allow may be cached; nil when it must not be.
    let decisionCacheSeconds: Int?
    let sizes: SnippetSizes
    let timeouts: SnippetTimeouts

    init(
        _ configuration: Configuration,
        _ proxy: Proxy,
        front: ListenAddress,
        application: ListenAddress,
        tls: ClientTLS
    ) throws(SnippetError) {
        self.proxy = proxy
        guard case .tcp = front else {
            throw SnippetError("--front \(front): clients connect to a host and a port, such as 127.0.0.1:8080")
        }
        self.front = try SafeText.checked(front, "--front")
        self.application = try SafeText.checked(application, "--application").reachable
        let listener = try Self.listener(for: proxy, configuration.listeners)
        decision = try SafeText.checked(listener.address, "listeners").reachable
        try Self.checkFront(front, configuration, application)
        encryption = try UpstreamTLS(listener, tls, proxy)
        admin = try configuration.admin.map { address throws(SnippetError) in
            try SafeText.checked(address, "admin").reachable
        }
        pathPrefix = if case .envoy(let prefix) = listener.dialect, !prefix.isEmpty { prefix } else { nil }
        let authorization = configuration.authorization
        claimHeaders = try Self.distinct(authorization.claimHeaderNames, "claim_headers")
        tokenHeaders = try Self.distinct(authorization.tokenSources.compactMap(\.headerName), "tokens")
        refusesClaimHeaders = authorization.spoofedClaimHeaders == .refuse
        looksAtPaths = authorization.rules.contains { $0.paths != nil }
        allowsPreflights = authorization.corsPreflight == .allow
        decisionCacheSeconds = authorization.decisionCacheLifetime.map { Int($0.components.seconds) }
        sizes = SnippetSizes(configuration)
        timeouts = SnippetTimeouts(configuration)
    }

    /// The claim headers that may be removed from a request before Postern sees it.
    var removableClaimHeaders: [String] {
        guard !refusesClaimHeaders else { return [] }
        let tokens = Set(tokenHeaders.map { $0.lowercased() })
        return claimHeaders.filter { !tokens.contains($0.lowercased()) }
    }

    /// The request headers that Postern needs; a proxy adds the original request to them.
    ///
    /// The last two are for its log.
    var forwardedHeaders: [String] {
        let preflight = allowsPreflights ? ["Origin", "Access-Control-Request-Method"] : []
        let refused = refusesClaimHeaders ? claimHeaders : []
        let others = (preflight + refused + ["X-Request-ID", "Traceparent"]).filter { name in
            !tokenHeaders.contains { $0.lowercased() == name.lowercased() }
        }
        return tokenHeaders + others
    }

    /// The comment at the start of every file.
    func introduction(_ commands: [String]) -> String {
        let addresses = [
            ("\(front)", "this proxy"),
            ("\(decision)", "Postern, a listener with `proxy: \(proxy.dialect)`"),
            ("\(application)", "the application"),
        ]
        let width = addresses.map(\.0.count).max() ?? 0
        let lines =
            ["\(proxy.name) asks Postern before it passes a request on to the application.", ""]
            + commands.map { "  \($0)" } + [""]
            + addresses.map { $0 + String(repeating: " ", count: width - $0.count + 2) + $1 }
        return lines.map { $0.isEmpty ? "#" : "# \($0)" }.joined(separator: "\n")
    }

    /// A proxy cannot listen on an address in use, and would send requests to itself.
    private static func checkFront(
        _ front: ListenAddress,
        _ configuration: Configuration,
        _ application: ListenAddress
    ) throws(SnippetError) {
        var taken = configuration.listeners.map { ($0.address, "a listener of Postern") }
        if let admin = configuration.admin { taken.append((admin, "Postern's admin pages")) }
        taken.append((application, "the application"))
        guard let (_, owner) = taken.first(where: { $0.0.reachable == front.reachable }) else { return }
        throw SnippetError("--front \(front) is the address of \(owner): the proxy needs a different one")
    }

    private static func listener(
        for proxy: Proxy,
        _ listeners: [DecisionListener]
    ) throws(SnippetError) -> DecisionListener {
        let fitting = listeners.first { listener in
            switch (proxy, listener.dialect) {
            case (.nginx, .nginx), (.envoy, .envoy): true
            case (.caddy, .forwarded), (.traefik, .forwarded), (.haproxy, .forwarded): true
            default: false
            }
        }
        guard let fitting else {
            throw SnippetError(
                """
                no listener speaks \(proxy.name)'s language: add one to `listeners`, such as
                  - address: 127.0.0.1:9094
                    proxy: \(proxy.dialect)
                """
            )
        }
        return fitting
    }

    private static func distinct(_ names: [String], _ key: String) throws(SnippetError) -> [String] {
        var seen: Set<String> = []
        var distinct: [String] = []
        for name in names where seen.insert(name.lowercased()).inserted {
            distinct.append(try SafeText.checked(header: name, key))
        }
        return distinct
    }
}
