/// How keys are kept fresh; all times in seconds.
public struct KeySettings: Sendable, Equatable {
    /// The longest freshness lifetime of a fetched set, 10 or more.
    public var refresh: Double
    /// How long keys are used after the last good fetch, not below `refresh`.
    public var staleFor: Double
    /// The least time between two refreshes that unknown `kid`s asked for, per issuer.
    public var cooldown: Double
    /// The limit for a whole fetch.
    public var timeout: Double
    /// The folder of the snapshots; nil keeps none.
    public var stateDirectory: String?

    public init(
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
