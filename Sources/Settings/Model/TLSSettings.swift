/// The files that a listener speaks TLS with, by paths that do not depend on the working directory.
public struct TLSSettings: Sendable, Equatable {
    /// PEM: the listener's own certificate, and then those that lead to its authority.
    public var certificate: String
    /// PEM: the certificate's private key.
    public var key: String
    /// PEM: the authorities of client certificates; nil when clients need none.
    public var clientAuthorities: String?

    public init(certificate: String, key: String, clientAuthorities: String? = nil) {
        self.certificate = certificate
        self.key = key
        self.clientAuthorities = clientAuthorities
    }
}
