/// The result of verifying a token with an issuer's keys.
package enum KeyVerdict: Sendable {
    /// The signature is valid.
    case verified(VerifiedToken)
    /// No key of the set verifies the token.
    case refused(KeyProblem)
    /// The set has no key with the token's `kid`; a newer set may have one.
    ///
    /// The problem applies if it does not.
    case unknownKey(KeyProblem)
}

/// The result of verifying a signature with an issuer's keys.
enum SignatureOutcome: Equatable {
    case valid
    case refused(KeyProblem)
    /// As ``KeyVerdict/unknownKey(_:)``.
    case unknownKey(KeyProblem)
}
