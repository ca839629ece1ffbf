/// Evidence that a decision lacks.
///
/// The caller requests it from an ``EvidenceService``, and decides again once an ``EvidenceUpdate`` about the need has
/// been installed. Each further kind of evidence that is obtained on demand, such as an introspection
/// answer or a status list, is a case here.
public enum Need: Hashable, Sendable {
    /// An issuer's current keys, because the installed ones do not include the token's key.
    case keys(IssuerID)

    /// The reason of a denial if the need is not met.
    ///
    /// A decision that may not wait has this reason or a more exact one: if keys without `kid` were tried, the signature
    /// is invalid.
    public var reasonIfUnmet: Reason {
        switch self {
        case .keys: .keyUnknown
        }
    }
}
