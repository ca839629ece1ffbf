/// The TLS files of a listener: absolute paths of PEM files.
package struct TLSFiles: Sendable, Equatable {
    /// The listener's certificate, followed by its intermediate certificates.
    package var certificate: String
    /// The certificate's private key.
    package var key: String
    /// The CA certificates for client certificates; nil if clients need no certificate.
    package var clientCACertificates: String?

    /// Creates a value; without `clientCACertificates`, clients need no certificate.
    package init(certificate: String, key: String, clientCACertificates: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.clientCACertificates = clientCACertificates
    }
}
