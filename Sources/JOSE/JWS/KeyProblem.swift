/// Why no key of an issuer's set verifies a token.
package enum KeyProblem: Sendable, Equatable {
    /// The set has no usable key.
    case noUsableKey
    /// The candidate keys do not support the token's algorithm.
    case otherKinds
    /// No key has the token's `kid`.
    case unknownKeyID
    /// The signature is not valid under any of the keys that were tried.
    case invalidSignature(tries: Int)

    var check: TokenCheck {
        if case .invalidSignature = self { .signature } else { .key }
    }

    /// The public failure.
    package var failure: TokenFailure {
        switch self {
        case .noUsableKey, .unknownKeyID: .keyUnknown
        case .otherKinds: .algorithmNotAllowed
        case .invalidSignature: .signatureInvalid
        }
    }

    /// Describes the check.
    package func description(of token: borrowing UnverifiedToken) -> CheckDescription {
        switch self {
        case .noUsableKey: CheckDescription(expected: "a usable key", found: "none in the set")
        case .otherKinds:
            CheckDescription(expected: "a key that supports \(token.algorithmName)", found: "only keys of other types")
        case .unknownKeyID:
            CheckDescription(expected: "a key with the token's kid", found: "no such key in the set")
        case .invalidSignature: CheckDescription(expected: "valid", found: "not valid")
        }
    }
}
