/// The result of verifying one token.
public enum Verification: Sendable {
    /// The signature is valid, and the claims meet the requirements.
    case verified(VerifiedToken)
    /// The first check that failed.
    case refused(TokenFailure)
}
