/// What the operator says about the proxy's side of a listener that speaks TLS; files are where the proxy runs.
package struct ClientTLS: Sendable {
    /// Authorities that the listener's certificate is judged by; nil for the listener's own certificate.
    package var trusted: String?
    /// What the proxy shows to a listener with `client_ca`.
    package var certificate: String?
    package var key: String?
    /// The name that the listener's certificate must be for; nil for what can be found out.
    package var serverName: String?
    /// Finds the name that a certificate is for, by its file.
    package var nameInCertificate: @Sendable (_ file: String) -> String?

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
