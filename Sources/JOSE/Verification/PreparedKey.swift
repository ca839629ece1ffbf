internal import Crypto

/// A key with its contexts set up, for one thread.
///
/// Nothing in it is shared with another thread, reference counts included: it holds copies.
final class PreparedKey {
    let keyID: [UInt8]?
    let algorithms: AlgorithmSet
    /// The key's kind for people.
    let summary: String
    private let material: KeyMaterial
    /// One context an algorithm, made when it is first asked for: an RSA key has six, and mostly one is used.
    private var prepared: [(algorithm: AlgorithmSet, verifier: OpenSSLVerifier)] = []

    init(_ key: VerificationKey) {
        keyID = key.keyIDBytes?.compacted()
        algorithms = key.algorithms
        summary = key.summary
        material = key.material.unshared()
    }

    /// Whether the signature is valid; `algorithm` is a single one that the key can do.
    func isValid(_ signature: [UInt8], for message: Span<UInt8>, _ algorithm: AlgorithmSet) -> Bool {
        switch material {
        case .ed25519(let publicKey):
            guard signature.count == 64 else { return false }
            return unsafe message.withUnsafeBytes { unsafe publicKey.isValidSignature(signature, for: $0) }
        case .openSSL(let openSSLKey):
            return verifier(openSSLKey, algorithm)?.isValid(signature, for: message) ?? false
        }
    }

    private func verifier(_ openSSLKey: OpenSSLKey, _ algorithm: AlgorithmSet) -> OpenSSLVerifier? {
        for entry in prepared where entry.algorithm == algorithm { return entry.verifier }
        guard let verifier = OpenSSLVerifier(openSSLKey, algorithm) else { return nil }
        prepared.append((algorithm, verifier))
        return verifier
    }
}
