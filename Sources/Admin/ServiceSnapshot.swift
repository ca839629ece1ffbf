package import Authorization
package import Listeners
package import Telemetry

/// What the metrics page and the status page show of the running service, taken at one moment.
package struct ServiceSnapshot: Sendable {
    /// The program's version.
    package var version: String
    /// The decision listeners' addresses, in the order of the counters.
    package var listeners: [ListenAddress]
    /// Event loops that decide.
    package var loops: Int
    /// The most connections of all decision listeners together.
    package var connectionsLimit: Int
    package var counters: LoopCounters
    package var latestRefusals: [Refusal]
    /// Until when certificates are valid, in Unix seconds.
    package var certificateExpiries: [(listener: ListenAddress, file: String, time: Double)]
    package var issuers: [IssuerStatus]
    /// What is missing before the service is ready, a line each; empty when it is ready.
    package var missing: [String]
    package var reload: ReloadOutcome
    package var rates: DecisionRates

    package init(
        version: String,
        listeners: [ListenAddress],
        loops: Int,
        connectionsLimit: Int,
        counters: LoopCounters,
        latestRefusals: [Refusal],
        certificateExpiries: [(listener: ListenAddress, file: String, time: Double)],
        issuers: [IssuerStatus],
        missing: [String],
        reload: ReloadOutcome,
        rates: DecisionRates
    ) {
        self.version = version
        self.listeners = listeners
        self.loops = loops
        self.connectionsLimit = connectionsLimit
        self.counters = counters
        self.latestRefusals = latestRefusals
        self.certificateExpiries = certificateExpiries
        self.issuers = issuers
        self.missing = missing
        self.reload = reload
        self.rates = rates
    }
}
