public import JOSE

/// How one issuer's keys stand, for those who verify with them.
public struct KeyUpdate: Sendable {
    /// The issuer's position in the configuration.
    public let issuer: Int
    /// The keys to use; nil when there are none, or none young enough.
    public let keys: JWKSet?
    /// The same number means the same set, also across reloads; 0 without keys.
    public let generation: UInt64
    /// Unix time when ``unknownKeysRefusedUntil`` was told, so that a clock that is set back does not prolong it.
    public let unknownKeysRefusedFrom: Double
    /// Unix time before which no refresh would be made for an unknown `kid`; infinite for files, which are watched.
    public let unknownKeysRefusedUntil: Double

    package init(
        issuer: Int,
        keys: JWKSet?,
        generation: UInt64,
        unknownKeysRefusedFrom: Double = -.infinity,
        unknownKeysRefusedUntil: Double
    ) {
        self.issuer = issuer
        self.keys = keys
        self.generation = generation
        self.unknownKeysRefusedFrom = unknownKeysRefusedFrom
        self.unknownKeysRefusedUntil = unknownKeysRefusedUntil
    }
}
