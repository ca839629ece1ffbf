/// One decision listener: where proxies connect, and which language they speak there.
package struct DecisionListener: Sendable, Equatable {
    package var address: ListenAddress
    package var dialect: Dialect
    /// Nil where connections are not encrypted.
    package var tls: TLSFiles?

    package init(address: ListenAddress, dialect: Dialect, tls: TLSFiles? = nil) {
        self.address = address
        self.dialect = dialect
        self.tls = tls
    }
}
