/// The refresh settings of keys; all times in seconds.
package struct KeySettings: Sendable, Equatable {
    /// The maximum freshness lifetime of a fetched set, 10 or more.
    package var refresh: Double
    /// How long keys are used after the last successful fetch, not below `refresh`.
    package var staleFor: Double
    /// The minimum time between two refreshes for unknown `kid`s, per issuer.
    package var cooldown: Double
    /// The time limit for a whole fetch.
    package var timeout: Double
    /// The directory of the snapshots; nil turns them off.
    package var stateDirectory: String?

    /// Settings; the defaults are those of the configuration.
    package init(
        refresh: Double = 600,
        staleFor: Double = 86400,
        cooldown: Double = 30,
        timeout: Double = 5,
        stateDirectory: String? = nil
    ) {
        self.refresh = refresh
        self.staleFor = staleFor
        self.cooldown = cooldown
        self.timeout = timeout
        self.stateDirectory = stateDirectory
    }
}
