import Bytes

/// A key with its contexts set up, for one thread.
final class PreparedKey {
    let keyID: [UInt8]?
    let algorithms: AlgorithmSet
    /// The key's kind for people.
    let summary: String
    private let material: KeyMaterial
    /// One an algorithm, made when it is first asked for: an RSA key has six, and mostly one is used.
    private var checks: [(algorithm: AlgorithmSet, check: SignatureCheck)] = []

    init(_ key: VerificationKey) {
        // A copy: reference counts that threads share are as slow as locks.
        keyID = key.keyIDBytes?.compacted()
        algorithms = key.algorithms
        summary = key.summary
        material = key.material
    }

    /// Whether the signature is valid; `algorithm` is a single one that the key can do.
    func isValid(_ signature: [UInt8], for message: Span<UInt8>, _ algorithm: AlgorithmSet) -> Bool {
        for entry in checks where entry.algorithm == algorithm {
            return entry.check.isValid(signature, for: message)
        }
        guard let check = SignatureCheck(material, algorithm) else { return false }
        checks.append((algorithm, check))
        return check.isValid(signature, for: message)
    }
}
