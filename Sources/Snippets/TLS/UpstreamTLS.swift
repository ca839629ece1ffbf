import Gateway
import Listeners

/// How a proxy connects to a listener with TLS, validated for all proxies.
struct UpstreamTLS {
    /// The file of CA certificates that verify the listener's certificate.
    let trusted: String
    /// The expected name in the certificate.
    let serverName: String
    /// The client certificate; nil when the listener requests none.
    let client: (certificate: String, key: String)?

    /// Nil for a listener without TLS.
    init?(_ listener: DecisionListener, _ options: ClientTLS, _ proxy: Proxy) throws(SnippetError) {
        guard let tls = listener.tls else { return nil }
        trusted = try SafeText.checked(path: options.trusted ?? tls.certificate, "--trusted-certificate")
        let name = options.serverName ?? Self.name(of: listener.address) ?? options.nameInCertificate(tls.certificate)
        serverName = try SafeText.checked(name: name ?? Self.host(of: listener.address), "--server-name")
        guard tls.clientCACertificates != nil || options.certificate != nil else {
            client = nil
            return
        }
        // HAProxy reads both from one file.
        guard let certificate = options.certificate, let key = options.key ?? proxy.clientKeyFile(certificate) else {
            throw SnippetError(
                """
                listeners: \(listener.address) requires a client certificate: set --client-certificate FILE and \
                --client-key FILE
                """
            )
        }
        client = (
            try SafeText.checked(path: certificate, "--client-certificate"),
            try SafeText.checked(path: key, "--client-key")
        )
    }

    /// Whether the name is an IP address, which certificates and proxies treat differently.
    var isAddress: Bool {
        serverName.contains(":") || serverName.utf8.allSatisfy { $0 == UInt8(ascii: ".") || 0x30...0x39 ~= $0 }
    }

    private static func name(of address: ListenAddress) -> String? {
        address.isNamed ? host(of: address) : nil
    }

    private static func host(of address: ListenAddress) -> String {
        switch address.reachable {
        case .tcp(let host, _): host
        case .unix: "localhost"
        }
    }
}

extension Proxy {
    fileprivate func clientKeyFile(_ certificate: String) -> String? {
        self == .haproxy ? certificate : nil
    }
}
