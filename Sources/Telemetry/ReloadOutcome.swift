/// How the last reload went, as metrics, the status page and the service manager show it.
package struct ReloadOutcome: Sendable {
    /// When the configuration in force was read, in Unix seconds.
    package private(set) var succeededAt: Double
    /// Why the last reload was refused; nil when it was not, or when there was none.
    package private(set) var error: String?
    /// When it was refused, in Unix seconds.
    package private(set) var refusedAt: Double?

    /// The start counts as a good reload.
    package init(startedAt now: Double) {
        succeededAt = now
    }

    package var isSuccessful: Bool { error == nil }

    package mutating func succeed(at now: Double) {
        self = ReloadOutcome(startedAt: now)
    }

    package mutating func refuse(_ error: String, at now: Double) {
        self.error = error
        refusedAt = now
    }
}
