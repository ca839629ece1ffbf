import Crypto
import Foundation
import JOSE

/// An issuer of the test's own: signs whatever header and payload a test writes out.
struct Issuer {
    static let name = "https://issuer.example"
    static let audience = "api"
    /// The time at which tests verify unless they say otherwise.
    static let now = 1_700_000_000.0
    static let header = #"{"alg":"EdDSA","kid":"k"}"#
    static let payload = #"{"iss":"https://issuer.example","aud":"api","sub":"s","exp":1700000300}"#

    let key: Curve25519.Signing.PrivateKey
    let keyID: String?

    /// - Parameter seed: the same seed makes the same key.
    init(seed: UInt8 = 1, keyID: String? = "k") {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: seed, count: 32))
        else {
            preconditionFailure("any 32 bytes are a private key")
        }
        self.key = key
        self.keyID = keyID
    }

    /// The public key as a JWK; `more` is put between its members.
    func jwk(_ more: String = "") -> String {
        let kid = keyID.map { #""kid":"\#($0)","# } ?? ""
        return
            #"{\#(kid)\#(more)"kty":"OKP","crv":"Ed25519","x":"\#(Base64URL.encode(key.publicKey.rawRepresentation))"}"#
    }

    /// The public key alone, as a fetched set.
    var set: JWKSet {
        get throws { try .of([jwk()]) }
    }

    /// A compact token with exactly these texts.
    func token(header: String = Issuer.header, payload: String = Issuer.payload) -> String {
        token(header: Array(header.utf8), payload: Array(payload.utf8))
    }

    func token(header: [UInt8], payload: [UInt8]) -> String {
        sign(Base64URL.encode(header) + "." + Base64URL.encode(payload))
    }

    /// Appends a signature over any text.
    func sign(_ text: String) -> String {
        guard let signature = try? key.signature(for: Data(text.utf8)) else { preconditionFailure("out of memory") }
        return text + "." + Base64URL.encode(signature)
    }

    /// A verifier of the issuer's tokens.
    func verifier(
        audiences: TokenRequirements.Audiences = .anyOf([Issuer.audience]),
        change: (inout TokenRequirements) -> Void = { _ in }
    ) throws -> TokenVerifier {
        var requirements = TokenRequirements(issuer: Issuer.name, audiences: audiences)
        change(&requirements)
        return TokenVerifier(requirements, keys: try set)
    }
}

extension JWKSet {
    /// A set of the given JWKs.
    static func of(_ jwks: [String], trust: Trust = .fetched) throws -> JWKSet {
        try JWKSet(parsing: Array("{\"keys\":[\(jwks.joined(separator: ","))]}".utf8), trust: trust)
    }
}

extension SignatureVerifier {
    func refusal(of jws: String) -> TokenFailure? {
        failure(of: Array(jws.utf8))
    }
}

extension TokenVerifier {
    /// The reason against a token; nil when it is valid.
    func refusal(of token: String, at now: Double = Issuer.now) -> TokenFailure? {
        switch verify(token, at: now) {
        case .verified: nil
        case .refused(let reason): reason
        }
    }
}
