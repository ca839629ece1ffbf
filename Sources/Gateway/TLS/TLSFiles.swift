/// The files that a listener speaks TLS with, by paths that do not depend on the working directory; all are PEM.
package struct TLSFiles: Sendable, Equatable {
    /// The listener's certificate, and then those that lead to its authority.
    package var certificate: String
    /// The certificate's private key.
    package var key: String
    /// The authorities of client certificates; nil when clients need none.
    package var clientCACertificates: String?

    package init(certificate: String, key: String, clientCACertificates: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.clientCACertificates = clientCACertificates
    }
}
