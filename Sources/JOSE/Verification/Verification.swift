/// What verifying one token came to.
public enum Verification: Sendable {
    case verified(VerifiedToken)
    case refused(Reason)
}
