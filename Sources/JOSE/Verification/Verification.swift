/// What verifying one token came to.
public enum Verification: Sendable {
    /// Signature and claims are good: here they are.
    case verified(VerifiedToken)
    /// The first reason against it.
    case refused(Reason)
}
