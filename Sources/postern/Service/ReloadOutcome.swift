/// How the last reload went, as metrics, the status page and the service manager show it.
struct ReloadOutcome: Sendable {
    /// When the configuration in force was read, in Unix seconds.
    private(set) var succeededAt: Double
    /// Why the last reload was refused; nil when it was not, or when there was none.
    private(set) var error: String?
    /// When it was refused, in Unix seconds.
    private(set) var refusedAt: Double?

    /// The start counts as a good reload.
    init(startedAt now: Double) {
        succeededAt = now
    }

    var isSuccessful: Bool { error == nil }

    mutating func succeed(at now: Double) {
        self = ReloadOutcome(startedAt: now)
    }

    mutating func refuse(_ error: String, at now: Double) {
        self.error = error
        refusedAt = now
    }
}
