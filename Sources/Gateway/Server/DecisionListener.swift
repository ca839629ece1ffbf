/// One decision listener: where proxies connect, and which language they speak there.
package struct DecisionListener: Sendable, Equatable {
    package var address: ListenAddress
    package var dialect: Dialect

    package init(address: ListenAddress, dialect: Dialect) {
        self.address = address
        self.dialect = dialect
    }
}
