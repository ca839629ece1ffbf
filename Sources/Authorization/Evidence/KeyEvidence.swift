public import JOSE

/// The state of one issuer's keys.
public struct KeyEvidence: Sendable {
    /// The keys to use; nil when there are none or they have expired.
    public let keys: JWKSet?
    /// Identifies the set, also across reloads; 0 without keys.
    public let generation: UInt64
    /// Unix time when ``unknownKeysRefusedUntil`` was set, so that setting the clock back does not extend the period.
    public let unknownKeysRefusedFrom: Double
    /// Unix time before which an unknown `kid` starts no refresh; infinite if it never does.
    public let unknownKeysRefusedUntil: Double

    /// Describes the state of an issuer's keys.
    ///
    /// - Parameters:
    ///   - keys: nil when there are none to use.
    ///   - generation: a unique number for each set; a new one invalidates cached tokens.
    ///   - unknownKeysRefusedFrom: Unix time when the end of the period was set.
    ///   - unknownKeysRefusedUntil: Unix time before which a token with an unknown `kid` is refused without a request for
    ///     keys.
    public init(
        keys: JWKSet?,
        generation: UInt64,
        unknownKeysRefusedFrom: Double = -.infinity,
        unknownKeysRefusedUntil: Double = -.infinity
    ) {
        self.keys = keys
        self.generation = generation
        self.unknownKeysRefusedFrom = unknownKeysRefusedFrom
        self.unknownKeysRefusedUntil = unknownKeysRefusedUntil
    }
}
