package import Authorization

/// The pages of the admin listener, each created on request.
package struct AdminPages: Sendable {
    /// The reasons why the service is not ready, a line each; empty if it is ready.
    package var missing: @Sendable () async -> [String]
    /// The metrics in Prometheus text format.
    package var metrics: @Sendable () async -> [UInt8]
    /// The status as JSON.
    package var status: @Sendable () async -> [UInt8]
    /// The status page, static HTML.
    package var index: [UInt8]
    /// The `Content-Security-Policy` of the HTML.
    package var indexPolicy: String
    /// The protected resource metadata; nil if none is configured.
    package var resource: @Sendable () async -> ProtectedResourcePage?

    /// Creates pages; without `resource` there is no protected resource metadata.
    package init(
        missing: @escaping @Sendable () async -> [String],
        metrics: @escaping @Sendable () async -> [UInt8],
        status: @escaping @Sendable () async -> [UInt8],
        index: [UInt8],
        indexPolicy: String,
        resource: @escaping @Sendable () async -> ProtectedResourcePage? = { nil }
    ) {
        self.missing = missing
        self.metrics = metrics
        self.status = status
        self.index = index
        self.indexPolicy = indexPolicy
        self.resource = resource
    }
}

extension AdminPages {
    /// Creates the pages of a service.
    ///
    /// - Parameters:
    ///   - state: readiness and the resource's metadata.
    ///   - issuers: the current status of every issuer.
    ///   - snapshot: the values for metrics and status.
    package init(
        _ state: AdminState,
        issuers: @escaping @Sendable () -> [IssuerStatus],
        snapshot: @escaping @Sendable () async -> ServiceSnapshot
    ) {
        self.init(
            missing: { state.missing(issuers()) },
            metrics: { MetricsPage(await snapshot()).text },
            status: { StatusReport(await snapshot()).json },
            index: StatusPage.bytes,
            indexPolicy: StatusPage.contentSecurityPolicy,
            resource: { state.resource }
        )
    }
}
