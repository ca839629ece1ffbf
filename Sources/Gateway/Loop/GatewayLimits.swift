import ProxyProtocol

/// What a client may take of the service; times in seconds.
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
    /// How long a fetch of keys may take; requests that wait for one wait a little longer, and 2 s at least.
    package var keyTimeout: Double

    package init(
        headerBlock: Int = 32768,
        headers: Int = 100,
        connections: Int = 10000,
        headerTimeout: Double = 5,
        idleTimeout: Double = 3900,
        keyTimeout: Double = 5
    ) {
        self.headerBlock = headerBlock
        self.headers = headers
        self.connections = connections
        self.headerTimeout = headerTimeout
        self.idleTimeout = idleTimeout
        self.keyTimeout = keyTimeout
    }

    var head: HeadLimits { HeadLimits(bytes: headerBlock, fields: headers) }
}
