import Crypto
import JOSE

/// A new Ed25519 key (RFC 8037).
package struct Ed25519SigningKey: SigningKey {
    private let key = Curve25519.Signing.PrivateKey()
    /// The key ID.
    package let keyID: String
    /// The `alg` of its tokens.
    package let algorithm = "EdDSA"
    /// The public key as a JWK.
    package let jwk: String
    /// The public key in base64url.
    package let x: String

    /// Creates a key; the default key ID is its thumbprint (RFC 7638).
    package init(keyID: String? = nil) {
        x = Base64URL.encode(key.publicKey.rawRepresentation)
        let thumbprint = SHA256.hash(data: Array(#"{"crv":"Ed25519","kty":"OKP","x":"\#(x)"}"#.utf8))
        self.keyID = keyID ?? Base64URL.encode(Array(thumbprint))
        jwk = #"{"kty":"OKP","crv":"Ed25519","x":"\#(x)","kid":"\#(self.keyID)","alg":"EdDSA","use":"sig"}"#
    }

    /// Signs the bytes.
    package func signature(over input: [UInt8]) throws -> [UInt8] {
        try Array(key.signature(for: input))
    }
}
