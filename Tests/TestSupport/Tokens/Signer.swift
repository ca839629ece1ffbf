import Demo
import JOSE

/// Signs tokens as an issuer does, over exactly what a test writes out.
package struct Signer: Sendable {
    private let key: any SigningKey
    package let keyID: String?
    /// The public half, as one JWK with no more than it must have.
    package let jwk: String

    package static func ed25519(_ keyID: String? = "ed") -> Signer {
        let key = Ed25519SigningKey(keyID: keyID)
        return Signer(key, keyID, #""kty":"OKP","crv":"Ed25519","x":"\#(key.x)""#)
    }

    package static func p256(_ keyID: String? = "ec") -> Signer {
        let key = P256SigningKey(keyID: keyID)
        return Signer(key, keyID, #""kty":"EC","crv":"P-256","x":"\#(key.x)","y":"\#(key.y)""#)
    }

    private init(_ key: any SigningKey, _ keyID: String?, _ members: String) {
        self.key = key
        self.keyID = keyID
        jwk = "{\(members)\(Self.member(keyID))}"
    }

    private static func member(_ keyID: String?) -> String {
        keyID.map { #","kid":"\#($0)""# } ?? ""
    }

    /// The protected header that goes with the key.
    package var header: String {
        #"{"alg":"\#(key.algorithm)"\#(Self.member(keyID))}"#
    }

    /// A compact JWS over exactly these texts.
    package func sign(header: String? = nil, payload: String) throws -> String {
        try sign(header: header, payload: Array(payload.utf8))
    }

    /// A compact JWS over exactly these bytes.
    package func sign(header: String? = nil, payload: [UInt8]) throws -> String {
        try key.sign(header: Array((header ?? self.header).utf8), payload: payload)
    }

    /// A token with the usual good claims and some more, such as `"company":"example"`.
    package func token(_ more: String = "", header: String? = nil) throws -> String {
        try sign(header: header, payload: Claims.payload(more))
    }
}
