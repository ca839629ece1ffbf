internal import Crypto

/// The key itself, in the library that verifies with it.
///
/// Which library does which algorithm is a decision by measurement: see docs/cryptography.md.
enum KeyMaterial: Sendable {
    case openSSL(OpenSSLKey)
    case ed25519(Curve25519.Signing.PublicKey)

    /// The same key in storage of its own; OpenSSL's is copied where it is prepared.
    func unshared() -> KeyMaterial {
        guard case .ed25519(let key) = self,
            let copy = try? Curve25519.Signing.PublicKey(rawRepresentation: key.rawRepresentation)
        else { return self }
        return .ed25519(copy)
    }
}
