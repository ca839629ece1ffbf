/// What the decision listeners bear; the limits on tokens and answers are part of the authorization.
public struct LimitSettings: Sendable, Equatable {
    /// The longest request head in bytes.
    public var headerBlock: Int
    /// The most header fields of a request.
    public var headers: Int
    /// The most connections of all decision listeners together.
    public var connections: Int
    /// Seconds from a head's first byte to its last.
    public var headerTimeout: Double
    /// Seconds that a connection may stay without a request.
    public var idleTimeout: Double
    /// Seconds that begun requests may take once the service is told to stop.
    public var drainTimeout: Double

    public init(
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
}
