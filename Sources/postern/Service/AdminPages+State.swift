internal import Gateway
internal import KeySets
internal import Telemetry

extension AdminPages {
    init(_ state: ServiceState) {
        self.init(
            missing: { state.missing },
            metrics: { await MetricsPage(state).text },
            status: { await StatusReport(state).json },
            index: { Array(StatusPage.html.utf8) },
            resource: { state.resource?.page }
        )
    }
}

extension MetricsPage {
    init(_ state: ServiceState) async {
        let now = WallClock.now()
        self.init(
            version: Version.number,
            listeners: state.server.addresses,
            counters: await state.server.counters(),
            keySets: state.keys.statuses().map { status in
                KeySet(
                    issuer: status.issuer,
                    state: status.state.rawValue,
                    usableKeys: status.keys.count,
                    rejectedKeys: status.rejections.count,
                    age: status.lastGood.map { now - $0 },
                    fetches: Int(status.fetches),
                    failures: Int(status.failures)
                )
            }
        )
    }
}
