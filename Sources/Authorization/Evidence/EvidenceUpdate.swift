/// A change of the evidence that decisions depend on; one case for each kind of ``Need``.
public enum EvidenceUpdate: Sendable {
    /// The state of an issuer's keys.
    case keys(IssuerID, KeyEvidence)

    /// The need that the update answers: requests that wait for it are decided again.
    public var need: Need {
        switch self {
        case .keys(let issuer, _): .keys(issuer)
        }
    }
}
