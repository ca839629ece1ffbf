internal import JOSE

/// The evidence about one issuer, as decisions use it.
struct IssuerEvidence {
    /// Nil while there are no usable keys.
    private(set) var keys: KeyRing?
    /// The number of installed sets so far; cached tokens of an earlier one are invalid.
    private(set) var generation: UInt64 = 0
    /// The generation of the installed set; nil before the first.
    private var installed: UInt64?
    /// The period in which an unknown `kid` starts no refresh, in Unix seconds.
    private var unknownKeysRefused = (from: 0.0, until: 0.0)

    /// Installs the state of the issuer's keys.
    mutating func install(_ evidence: KeyEvidence) {
        // Only for a new set, since it invalidates cached tokens.
        if installed != evidence.generation {
            keys = evidence.keys.flatMap { $0.keys.isEmpty ? nil : KeyRing($0) }
            generation += 1
            installed = evidence.generation
        }
        unknownKeysRefused = (evidence.unknownKeysRefusedFrom, evidence.unknownKeysRefusedUntil)
    }

    /// Whether a token with an unknown `kid` is refused without a request for keys.
    ///
    /// - Parameter now: Unix seconds; before the start of the period, the clock was set back and the period is ignored.
    /// - Returns: whether the token is refused.
    func refusesUnknownKeys(at now: Double) -> Bool {
        unknownKeysRefused.from <= now && now < unknownKeysRefused.until
    }
}
