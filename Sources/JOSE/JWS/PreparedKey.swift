import Bytes

/// A key with its verification contexts, for one thread.
final class PreparedKey {
    let keyID: [UInt8]?
    let algorithms: AlgorithmSet
    /// The key's type and size, for messages.
    let summary: String
    private let material: KeyMaterial
    /// One for each algorithm, created on first use: an RSA key has six, and usually one is used.
    private var checks: [(algorithm: AlgorithmSet, check: SignatureCheck)] = []

    init(_ key: VerificationKey) {
        // A copy: reference counts that threads share are as slow as locks.
        keyID = key.keyIDBytes?.compacted()
        algorithms = key.algorithms
        summary = key.summary
        material = key.material
    }

    /// Whether the signature is valid; `algorithm` is a single one that the key supports.
    func isValid(_ signature: [UInt8], for message: Span<UInt8>, _ algorithm: AlgorithmSet) -> Bool {
        for entry in checks where entry.algorithm == algorithm {
            return entry.check.isValid(signature, for: message)
        }
        guard let check = SignatureCheck(material, algorithm) else { return false }
        checks.append((algorithm, check))
        return check.isValid(signature, for: message)
    }
}
