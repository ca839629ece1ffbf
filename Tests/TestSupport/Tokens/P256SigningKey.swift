import Crypto
import Demo
import JOSE

/// A P-256 key that signs ES256 tokens (RFC 7518 section 3.4), made anew each time.
struct P256SigningKey: SigningKey {
    private let key = P256.Signing.PrivateKey()
    let keyID: String
    let algorithm = "ES256"

    init(keyID: String? = nil) {
        self.keyID = keyID ?? "p256"
    }

    /// The public point's coordinates, in base64url.
    var x: String { Base64URL.encode(key.publicKey.rawRepresentation.prefix(32)) }
    var y: String { Base64URL.encode(key.publicKey.rawRepresentation.suffix(32)) }

    var jwk: String {
        #"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)","kid":"\#(keyID)","alg":"ES256","use":"sig"}"#
    }

    func signature(over input: [UInt8]) throws -> [UInt8] {
        try Array(key.signature(for: input).rawRepresentation)
    }
}
