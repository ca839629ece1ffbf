import Bytes
import Telemetry

extension MetricsPage {
    /// Creates the page from a snapshot of the service and the current metrics of the process.
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
