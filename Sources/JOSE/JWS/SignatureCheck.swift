internal import Crypto

/// One key prepared for one algorithm, in the library that verifies it.
///
/// Used by one thread at a time. It shares nothing with other threads, not even reference counts.
enum SignatureCheck {
    case openSSL(OpenSSLVerifier)
    case ed25519(Curve25519.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)

    /// Nil when the key does not support the algorithm.
    init?(_ material: KeyMaterial, _ algorithm: AlgorithmSet) {
        switch material {
        case .openSSL(let key):
            guard let verifier = OpenSSLVerifier(key, algorithm) else { return nil }
            self = .openSSL(verifier)
        case .ed25519(let key):
            guard let copy = try? Curve25519.Signing.PublicKey(rawRepresentation: key.rawRepresentation) else {
                return nil
            }
            self = .ed25519(copy)
        case .p256(let key):
            guard let copy = try? P256.Signing.PublicKey(rawRepresentation: key.rawRepresentation) else { return nil }
            self = .p256(copy)
        case .p384(let key):
            guard let copy = try? P384.Signing.PublicKey(rawRepresentation: key.rawRepresentation) else { return nil }
            self = .p384(copy)
        }
    }

    /// Whether the signature is valid and has the algorithm's length.
    func isValid(_ signature: [UInt8], for message: Span<UInt8>) -> Bool {
        switch self {
        case .openSSL(let verifier):
            return verifier.isValid(signature, for: message)
        case .ed25519(let key):
            guard signature.count == 64 else { return false }
            return unsafe message.withUnsafeBytes { unsafe key.isValidSignature(signature, for: $0) }
        case .p256(let key):
            guard let pair = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return unsafe message.withUnsafeBytes { unsafe key.isValidSignature(pair, for: $0) }
        case .p384(let key):
            guard let pair = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return unsafe message.withUnsafeBytes { unsafe key.isValidSignature(pair, for: $0) }
        }
    }
}
