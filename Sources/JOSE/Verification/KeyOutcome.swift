/// What checking a signature against an issuer's keys came to.
enum KeyOutcome: Equatable {
    case valid
    case refused(Reason)
    /// The set has no key with the token's `kid`, though a newer set might; the reason if there is none.
    case unknownKey(Reason)
}
