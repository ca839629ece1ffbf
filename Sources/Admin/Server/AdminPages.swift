package import Authorization

/// What the admin listener shows; each page is made when it is asked for.
package struct AdminPages: Sendable {
    /// What is still missing before the service is ready, a line each; empty when it is ready.
    package var missing: @Sendable () async -> [String]
    /// Prometheus text.
    package var metrics: @Sendable () async -> [UInt8]
    /// JSON.
    package var status: @Sendable () async -> [UInt8]
    /// HTML, the same every time.
    package var index: [UInt8]
    /// What the HTML may load and run, as a `Content-Security-Policy`.
    package var indexPolicy: String
    /// The metadata of the protected resource; nil where none is configured.
    package var resource: @Sendable () async -> ProtectedResourcePage?

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
    /// The service's own pages.
    ///
    /// - Parameters:
    ///   - state: readiness and the resource's metadata.
    ///   - issuers: every issuer's present status.
    ///   - snapshot: what metrics and status are made of.
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
