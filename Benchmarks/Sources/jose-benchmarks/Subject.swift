import Crypto
import CryptoExtras
import Foundation
import JOSE

/// One algorithm with a key, tokens, and the bare calls that verify the next of them.
struct Subject {
    let name: String
    let jwk: String
    let tokens: [[UInt8]]
    let openSSL: () -> Bool
    let swiftCrypto: (() -> Bool)?

    static let issuer = "https://issuer.example"
    /// Whom the payload is about.
    static let subject = "248289761001"
    static let now = 1_700_000_000.0

    /// A payload as issuers make them: some 350 bytes.
    static let payload = """
        {"iss":"https://issuer.example","sub":"\(subject)","aud":"api","exp":1700000300,"iat":1700000000,\
        "nbf":1700000000,"jti":"7a8f2d9e-5c1b-4d3a-9f60-1b2c3d4e5f60","company":"Example Company","email":\
        "someone@company.example","scope":"openid profile read write","groups":["users","editors"],"tier":2}
        """

    /// Verifies whole tokens, in turn.
    func tokenCheck() throws -> () -> Bool {
        let verifier = try Self.verifier(jwk)
        var next = 0
        return {
            next = next + 1 == tokens.count ? 0 : next + 1
            return Main.check(verifier, tokens[next])
        }
    }

    static func verifier(_ jwk: String, algorithms: AlgorithmSet = [.asymmetric, .hmac]) throws -> TokenVerifier {
        let set = try JWKSet(parsing: Array("{\"keys\":[\(jwk)]}".utf8), trust: .operatorFile)
        precondition(set.keys.count == 1, "\(set.rejections)")
        return TokenVerifier(
            TokenRequirements(issuer: issuer, audiences: .anyOf(["api"]), algorithms: algorithms),
            keys: set
        )
    }
}

func base64(_ bytes: some Collection<UInt8>) -> String { Base64URL.encode(bytes) }
