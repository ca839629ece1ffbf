internal import Authorization
internal import Bytes
internal import Gateway
internal import Issuers
internal import Telemetry

extension AdminPages {
    init(_ state: ServiceState) {
        self.init(
            missing: { state.missing },
            metrics: { await MetricsPage(state).text },
            status: { await StatusReport(state).json },
            index: StatusPage.bytes,
            indexPolicy: StatusPage.contentSecurityPolicy,
            resource: { state.resource?.page }
        )
    }
}

extension MetricsPage {
    init(_ state: ServiceState) async {
        self.init(
            version: Version.number,
            listeners: state.server.addresses,
            counters: await state.server.counters()
        )
        loops = state.server.loops
        connectionsLimit = state.server.connectionsLimit
        isReady = state.missing.isEmpty
        let reload = state.reload
        isLastReloadSuccessful = reload.isSuccessful
        lastReloadSuccess = reload.succeededAt
        certificateExpiries = state.server.certificateExpiries
        logLinesDropped = LogQueue.standardError.dropped
        let now = WallClock.now()
        keySets = state.keys.statuses().map { KeySetMetrics($0, now: now) }
        process = ProcessFigures()
    }
}
