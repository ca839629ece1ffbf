/// A key for verifying signatures: checked when it is loaded, immutable, shared by all threads.
public final class VerificationKey: Sendable {
    /// The key's `kid` (RFC 7517 section 4.5); nil when it has none.
    public let keyID: String?
    /// The algorithms of the key's type, restricted by its own `alg` (RFC 7517 section 4.4).
    public let algorithms: AlgorithmSet
    /// The key's type and size for messages, such as `RSA 2048` or `EC P-256`.
    public let summary: String
    let material: KeyMaterial
    let keyIDBytes: [UInt8]?

    init(keyID: String?, algorithms: AlgorithmSet, summary: String, material: KeyMaterial) {
        self.keyID = keyID
        self.algorithms = algorithms
        self.summary = summary
        self.material = material
        keyIDBytes = keyID.map { Array($0.utf8) }
    }
}
