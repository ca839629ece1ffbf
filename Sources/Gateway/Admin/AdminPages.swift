/// What the admin listener shows; each page is made when it is asked for.
package struct AdminPages: Sendable {
    /// What is still missing before the service is ready, a line each; empty when it is ready.
    package var missing: @Sendable () async -> [String]
    /// Prometheus text.
    package var metrics: @Sendable () async -> [UInt8]
    /// JSON.
    package var status: @Sendable () async -> [UInt8]
    /// HTML.
    package var index: @Sendable () async -> [UInt8]

    package init(
        missing: @escaping @Sendable () async -> [String],
        metrics: @escaping @Sendable () async -> [UInt8],
        status: @escaping @Sendable () async -> [UInt8],
        index: @escaping @Sendable () async -> [UInt8]
    ) {
        self.missing = missing
        self.metrics = metrics
        self.status = status
        self.index = index
    }
}
