internal import Crypto

/// The key itself, in the library that verifies with it.
///
/// Which library verifies which algorithm was decided by measurement: docs/cryptography.md.
enum KeyMaterial: Sendable {
    case openSSL(OpenSSLKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
}
