import Authorization

/// What a server hands each of its loops at the start and at every reload.
struct Policy: Sendable {
    /// Counts reloads; evidence for another number is not for this policy, whose issuers may have other places.
    let number: Int
    let settings: DecisionSettings
    /// All evidence at this moment, so that no request meets the new policy without it.
    let evidence: [EvidenceUpdate]
    /// What is asked for evidence that a decision lacks.
    let evidenceService: any EvidenceService
}
