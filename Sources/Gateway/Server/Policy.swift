import KeySets

/// What a server hands each of its loops at the start and at every reload.
struct Policy: Sendable {
    /// Counts reloads; keys for another number are not for this policy, whose issuers may have other places.
    let number: Int
    let settings: DecisionSettings
    /// Every issuer's keys at this moment, so that no request meets the new policy without them.
    let keys: [KeyUpdate]
    let requestRefresh: @Sendable (Int) -> Void
}
