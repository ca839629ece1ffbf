package import Listeners
package import ProxyProtocol

/// One decision listener: where proxies connect, and which language they speak there.
package struct DecisionListener: Sendable, Equatable {
    package var address: ListenAddress
    package var dialect: Dialect
    /// Nil where connections are not encrypted.
    package var tls: TLSFiles?
    /// For a Unix socket that the service makes itself.
    package var access: UnixSocketAccess

    package init(
        address: ListenAddress,
        dialect: Dialect = .nginx,
        tls: TLSFiles? = nil,
        access: UnixSocketAccess = UnixSocketAccess()
    ) {
        self.address = address
        self.dialect = dialect
        self.tls = tls
        self.access = access
    }
}
