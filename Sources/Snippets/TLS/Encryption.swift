import Gateway
import Listeners

/// How a proxy asks a listener that speaks TLS, checked for all proxies.
struct Encryption {
    /// The file of authorities that the listener's certificate is judged by.
    let trusted: String
    /// The name that the certificate must be for.
    let serverName: String
    /// What the proxy shows; nil when the listener asks for nothing.
    let client: (certificate: String, key: String)?

    /// Nil for a listener without TLS.
    init?(_ listener: DecisionListener, _ options: ClientTLS, _ proxy: Proxy) throws(SnippetError) {
        guard let tls = listener.tls else { return nil }
        trusted = try PlainText.checked(path: options.trusted ?? tls.certificate, "--trusted-certificate")
        let name = options.serverName ?? Self.name(of: listener.address) ?? options.nameInCertificate(tls.certificate)
        serverName = try PlainText.checked(name: name ?? Self.host(of: listener.address), "--server-name")
        guard tls.clientCACertificates != nil || options.certificate != nil else {
            client = nil
            return
        }
        // HAProxy reads both from one file.
        guard let certificate = options.certificate, let key = options.key ?? proxy.keyBeside(certificate) else {
            throw SnippetError(
                """
                listeners: \(listener.address) wants a client certificate: give --client-certificate FILE and \
                --client-key FILE
                """
            )
        }
        client = (
            try PlainText.checked(path: certificate, "--client-certificate"),
            try PlainText.checked(path: key, "--client-key")
        )
    }

    /// Whether the name is an address, which certificates and proxies treat as a kind of its own.
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
    fileprivate func keyBeside(_ certificate: String) -> String? {
        self == .haproxy ? certificate : nil
    }
}
