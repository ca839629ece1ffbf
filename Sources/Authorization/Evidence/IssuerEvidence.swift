internal import JOSE

/// What is known about one issuer: the updates about it, as decisions use them.
struct IssuerEvidence {
    /// Nil while there are no usable keys.
    private(set) var keys: KeyRing?
    /// Counts the sets that were installed; tokens that were verified with an earlier one are forgotten.
    private(set) var generation: UInt64 = 0
    /// The number of the installed set; nil before the first.
    private var installed: UInt64?
    /// Between these times no refresh would be made for an unknown `kid`.
    private var unknownKeysRefused = (from: 0.0, until: 0.0)

    /// Takes the state of the issuer's keys in.
    mutating func install(_ evidence: KeyEvidence) {
        // Installing keys forgets verified tokens, so it is done for new keys only.
        if installed != evidence.generation {
            keys = evidence.keys.flatMap { $0.keys.isEmpty ? nil : KeyRing($0) }
            generation += 1
            installed = evidence.generation
        }
        unknownKeysRefused = (evidence.unknownKeysRefusedFrom, evidence.unknownKeysRefusedUntil)
    }

    /// Whether a token with an unknown `kid` is refused without a request for keys.
    ///
    /// - Parameter now: Unix seconds; a clock that shows less than the start was set back, and the end means nothing.
    func refusesUnknownKeys(at now: Double) -> Bool {
        unknownKeysRefused.from <= now && now < unknownKeysRefused.until
    }
}
