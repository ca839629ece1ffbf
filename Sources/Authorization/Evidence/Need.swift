/// What a decision lacks.
///
/// Whoever drives the decision asks an ``EvidenceService`` for it, and decides again once an ``EvidenceUpdate`` about
/// the need has been installed. Each further kind of evidence that is obtained on demand, such as an introspection
/// answer or a status list, is a case here.
public enum Need: Hashable, Sendable {
    /// An issuer's present keys, because the token names a key that the installed ones do not include.
    case keys(IssuerID)

    /// The reason of a denial whose need was not met.
    ///
    /// A decision that may not wait gives it, or a more exact one: where keys without `kid` were tried, the signature
    /// is what is wrong.
    public var reasonIfUnmet: Reason {
        switch self {
        case .keys: .keyUnknown
        }
    }
}
