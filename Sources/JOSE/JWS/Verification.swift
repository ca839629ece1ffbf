/// What verifying one token came to.
public enum Verification: Sendable {
    /// Signature and claims are good: here they are.
    case verified(VerifiedToken)
    /// The first thing that is wrong with it.
    case refused(TokenFailure)
}
