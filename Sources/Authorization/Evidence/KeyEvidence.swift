public import JOSE

/// The state of one issuer's keys.
public struct KeyEvidence: Sendable {
    /// The keys to use; nil when there are none, or none young enough.
    public let keys: JWKSet?
    /// The same number means the same set, also across reloads; 0 without keys.
    public let generation: UInt64
    /// Unix time when ``unknownKeysRefusedUntil`` was set, so that a clock that is set back does not prolong it.
    public let unknownKeysRefusedFrom: Double
    /// Unix time before which no refresh would be made for an unknown `kid`; infinite where none is ever made.
    public let unknownKeysRefusedUntil: Double

    /// Describes the state of an issuer's keys.
    ///
    /// - Parameters:
    ///   - keys: nil when there are none to use.
    ///   - generation: a number of its own for each set; verified tokens are forgotten when it changes.
    ///   - unknownKeysRefusedFrom: Unix time when the end of the refusal was set.
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
