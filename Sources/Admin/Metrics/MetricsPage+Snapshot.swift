import Bytes
import Telemetry

extension MetricsPage {
    /// What the page tells of the service, and of the process at this moment.
    init(_ snapshot: ServiceSnapshot) {
        self.init(version: snapshot.version, listeners: snapshot.listeners, counters: snapshot.counters)
        loops = snapshot.loops
        connectionsLimit = snapshot.connectionsLimit
        isReady = snapshot.missing.isEmpty
        isLastReloadSuccessful = snapshot.reload.isSuccessful
        lastReloadSuccess = snapshot.reload.succeededAt
        certificateExpiries = snapshot.certificateExpiries
        logLinesDropped = LogQueue.standardError.dropped
        let now = WallClock.now()
        keySets = snapshot.issuers.map { KeySetMetrics($0, now: now) }
        process = ProcessMetrics()
    }
}
