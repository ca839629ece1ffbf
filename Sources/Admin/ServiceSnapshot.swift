package import Authorization
package import Listeners
package import Telemetry

/// The values of a running service for the metrics and the status page.
package struct ServiceSnapshot: Sendable {
    /// Postern's version.
    package var version: String
    /// The decision listeners' addresses, in the order of the counters.
    package var listeners: [ListenAddress]
    /// The number of event loops.
    package var loops: Int
    /// The maximum number of connections of all decision listeners together.
    package var connectionsLimit: Int
    /// The sum of the counters of all event loops.
    package var counters: LoopCounters
    /// The latest refusals of each reason, the latest first.
    package var latestRefusals: [Refusal]
    /// The earliest certificate expiry of each TLS file, in Unix seconds.
    package var certificateExpiries: [(listener: ListenAddress, file: String, time: Double)]
    /// The status of each issuer.
    package var issuers: [IssuerStatus]
    /// The reasons why the service is not ready, a line each; empty if it is ready.
    package var missing: [String]
    /// The outcome of the last reload.
    package var reload: ReloadOutcome
    /// Recent decision rates.
    package var rates: DecisionRates

    /// Creates a snapshot.
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
