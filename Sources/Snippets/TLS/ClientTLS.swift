/// The proxy's TLS options for a listener with TLS; paths are those on the proxy's machine.
package struct ClientTLS: Sendable {
    /// CA certificates that verify the listener's certificate; nil for the listener's own certificate.
    package var trusted: String?
    /// The client certificate for a listener with `client_ca`.
    package var certificate: String?
    /// The key of the client certificate.
    package var key: String?
    /// The expected name in the listener's certificate; nil to derive it.
    package var serverName: String?
    /// Returns the name in a certificate file.
    package var nameInCertificate: @Sendable (_ file: String) -> String?

    /// Options; the defaults derive everything from the listener.
    package init(
        trusted: String? = nil,
        certificate: String? = nil,
        key: String? = nil,
        serverName: String? = nil,
        nameInCertificate: @escaping @Sendable (_ file: String) -> String? = { _ in nil }
    ) {
        self.trusted = trusted
        self.certificate = certificate
        self.key = key
        self.serverName = serverName
        self.nameInCertificate = nameInCertificate
    }
}
