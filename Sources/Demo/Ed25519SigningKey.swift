import Crypto
import JOSE

/// An Ed25519 key (RFC 8037), made anew each time.
package struct Ed25519SigningKey: SigningKey {
    private let key = Curve25519.Signing.PrivateKey()
    package let keyID: String
    package let algorithm = "EdDSA"
    package let jwk: String
    /// The public key, in base64url.
    package let x: String

    /// Without an identifier the key is named by its thumbprint (RFC 7638).
    package init(keyID: String? = nil) {
        x = Base64URL.encode(key.publicKey.rawRepresentation)
        let thumbprint = SHA256.hash(data: Array(#"{"crv":"Ed25519","kty":"OKP","x":"\#(x)"}"#.utf8))
        self.keyID = keyID ?? Base64URL.encode(Array(thumbprint))
        jwk = #"{"kty":"OKP","crv":"Ed25519","x":"\#(x)","kid":"\#(self.keyID)","alg":"EdDSA","use":"sig"}"#
    }

    package func signature(over input: [UInt8]) throws -> [UInt8] {
        try Array(key.signature(for: input))
    }
}
