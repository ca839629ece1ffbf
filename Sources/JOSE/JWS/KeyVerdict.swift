/// What verifying a token with an issuer's keys came to.
package enum KeyVerdict: Sendable {
    case verified(VerifiedToken)
    case refused(KeyProblem)
    /// The set has no key with the token's `kid`, though a newer set might; the problem if there is none.
    case unknownKey(KeyProblem)
}

/// What checking a signature against an issuer's keys came to.
enum SignatureOutcome: Equatable {
    case valid
    case refused(KeyProblem)
    /// As ``KeyVerdict/unknownKey(_:)``.
    case unknownKey(KeyProblem)
}
