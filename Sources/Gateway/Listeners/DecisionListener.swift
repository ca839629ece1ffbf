package import Listeners
package import ProxyProtocol

/// One decision listener: its address and the dialect of the proxies that connect to it.
package struct DecisionListener: Sendable, Equatable {
    /// The address to listen on.
    package var address: ListenAddress
    /// How the proxies on this listener describe the original request.
    package var dialect: Dialect
    /// The TLS files; nil for plain connections.
    package var tls: TLSFiles?
    /// Owner and permissions of a Unix socket that the service creates itself.
    package var access: UnixSocketAccess

    /// Creates a listener; without `tls`, connections are not encrypted.
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
