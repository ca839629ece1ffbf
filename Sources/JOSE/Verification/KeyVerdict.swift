/// What verifying a token with an issuer's keys came to.
package enum KeyVerdict: Sendable {
    case verified(VerifiedToken)
    case refused(Reason)
    /// The set has no key with the token's `kid`, though a newer set might; the reason if there is none.
    case unknownKey(Reason)
}
