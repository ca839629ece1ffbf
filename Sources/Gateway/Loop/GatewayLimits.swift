import ProxyProtocol

/// What the decision listeners bear of their clients; times in seconds.
package struct GatewayLimits: Sendable, Equatable {
    /// The most bytes of a request's head, from the request line to the empty line.
    package var headerBlock: Int
    /// The most header fields of a request.
    package var headers: Int
    /// The most connections on all decision listeners together.
    package var connections: Int
    /// How long a head may take from its first byte to its last.
    package var headerTimeout: Double
    /// How long a connection may be quiet between requests; longer than the proxies' own, so that they close first.
    package var idleTimeout: Double
    /// How long begun requests may take once the service is told to stop.
    package var drainTimeout: Double

    package init(
        headerBlock: Int = 32 << 10,
        headers: Int = 100,
        connections: Int = 10_000,
        headerTimeout: Double = 5,
        idleTimeout: Double = 65 * 60,
        drainTimeout: Double = 10
    ) {
        self.headerBlock = headerBlock
        self.headers = headers
        self.connections = connections
        self.headerTimeout = headerTimeout
        self.idleTimeout = idleTimeout
        self.drainTimeout = drainTimeout
    }

    var head: HeadLimits { HeadLimits(bytes: headerBlock, fields: headers) }
}
