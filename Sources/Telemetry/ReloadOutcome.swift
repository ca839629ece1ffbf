/// The outcome of the last reload, for metrics, the status page and the service manager.
package struct ReloadOutcome: Sendable {
    /// When the running configuration was loaded, in Unix seconds.
    package private(set) var succeededAt: Double
    /// Why the last reload was refused; nil if it succeeded or there was none.
    package private(set) var error: String?
    /// When the last reload was refused, in Unix seconds.
    package private(set) var refusedAt: Double?

    /// Creates the outcome at startup, which counts as a successful reload.
    package init(startedAt now: Double) {
        succeededAt = now
    }

    /// Whether the last reload succeeded.
    package var isSuccessful: Bool { error == nil }

    /// Records a successful reload at a Unix time.
    package mutating func succeed(at now: Double) {
        self = ReloadOutcome(startedAt: now)
    }

    /// Records a refused reload at a Unix time.
    package mutating func refuse(_ error: String, at now: Double) {
        self.error = error
        refusedAt = now
    }
}
