import Authorization
import Gateway
import Issuers
import Listeners
import ProxyProtocol
import Settings
import Snippets

/// A configuration with a listener for every proxy, to be changed by a test.
struct Sample {
    var configuration: Configuration

    init(claimHeaders: [String] = ["X-Auth-Subject", "X-Auth-Company"], tokens: [TokenSource] = [.bearer]) {
        configuration = Configuration(
            listeners: [
                DecisionListener(address: .tcp(host: "127.0.0.1", port: 9090), dialect: .nginx),
                DecisionListener(address: .tcp(host: "127.0.0.1", port: 9093), dialect: .envoy(pathPrefix: "")),
                DecisionListener(address: .tcp(host: "127.0.0.1", port: 9094), dialect: .forwarded),
            ],
            authorization: AuthorizationConfiguration(
                issuers: [],
                tokenSources: tokens,
                claimHeaders: claimHeaders.compactMap { name in
                    ClaimPath("sub").map { ClaimHeader(name: name, content: .claim($0, .plain)) }
                }
            ),
            issuerKeys: []
        )
    }

    /// Has every listener at this address.
    mutating func listen(on address: ListenAddress) {
        for index in configuration.listeners.indices { configuration.listeners[index].address = address }
    }

    /// Has every listener speak TLS.
    mutating func encrypt(clientCACertificates: String? = nil) {
        let tls = TLSFiles(certificate: "/own.pem", key: "/own.key", clientCACertificates: clientCACertificates)
        for index in configuration.listeners.indices { configuration.listeners[index].tls = tls }
    }

    func text(
        _ proxy: Proxy,
        front: ListenAddress = Snippet.standardFront,
        application: ListenAddress = Snippet.standardApplication,
        upstream: ApplicationProtocol = .http,
        tls: ClientTLS = ClientTLS()
    ) throws -> String {
        try Snippet.text(
            for: proxy,
            configuration,
            front: front,
            application: application,
            upstream: upstream,
            tls: tls
        )
    }

    /// The lines that mean something to the proxy, without their indentation.
    func lines(
        _ proxy: Proxy,
        front: ListenAddress = Snippet.standardFront,
        application: ListenAddress = Snippet.standardApplication,
        upstream: ApplicationProtocol = .http,
        tls: ClientTLS = ClientTLS()
    ) throws -> [String] {
        try text(proxy, front: front, application: application, upstream: upstream, tls: tls).split(separator: "\n")
            .map { String($0.drop { $0 == " " }) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}
