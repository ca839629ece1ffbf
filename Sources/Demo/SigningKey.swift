import JOSE

/// A private key that signs tokens, for demonstrations and tests.
package protocol SigningKey: Sendable {
    /// The `kid` of its tokens.
    var keyID: String { get }
    /// The `alg` of its tokens (RFC 7518 section 3.1, RFC 8037 section 3.1).
    var algorithm: String { get }
    /// The public key as a JWK (RFC 7517).
    var jwk: String { get }

    /// Signs the bytes; the result has the form of a JWS signature (RFC 7518 section 3).
    func signature(over input: [UInt8]) throws -> [UInt8]
}

extension SigningKey {
    /// Creates a signed token in compact serialisation (RFC 7515 section 3.1).
    package func token(_ claims: [String: ClaimValue]) throws -> String {
        let header: [String: ClaimValue] = ["alg": .string(algorithm), "kid": .string(keyID), "typ": "JWT"]
        return try sign(header: header.json(), payload: claims.json())
    }

    /// Signs exactly these bytes as a compact JWS.
    package func sign(header: [UInt8], payload: [UInt8]) throws -> String {
        let input = Base64URL.encode(header) + "." + Base64URL.encode(payload)
        return try input + "." + Base64URL.encode(signature(over: Array(input.utf8)))
    }
}
