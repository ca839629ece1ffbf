import CryptoExtras
import Demo
import Foundation
import JOSE

/// A 2048-bit RSA key that signs RS256 tokens (RFC 7518 section 3.3).
struct RSASigningKey: SigningKey {
    private let key: _RSA.Signing.PrivateKey
    let keyID: String
    let algorithm = "RS256"
    let jwk: String

    init(keyID: String) throws {
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        self.keyID = keyID
        let numbers = try key.publicKey.getKeyPrimitives()
        let (n, e) = (Base64URL.encode(numbers.modulus), Base64URL.encode(numbers.publicExponent))
        jwk = #"{"kty":"RSA","n":"\#(n)","e":"\#(e)","kid":"\#(keyID)","alg":"RS256","use":"sig"}"#
    }

    func signature(over input: [UInt8]) throws -> [UInt8] {
        try Array(key.signature(for: input, padding: .insecurePKCS1v1_5).rawRepresentation)
    }
}
