import Demo
import JOSE

/// Real key sets for tests.
enum TestKeys {
    /// A set of Ed25519 keys with these `kid`s, new ones at each call.
    static func set(_ keyIDs: String...) -> [UInt8] {
        set(keyIDs.map { ed25519($0) })
    }

    static func set(_ keys: [String]) -> [UInt8] {
        Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8)
    }

    /// A usable public key as a JWK.
    static func ed25519(_ keyID: String) -> String {
        Ed25519SigningKey(keyID: keyID).jwk
    }

    /// A key that is rejected at load.
    static func unusable(_ keyID: String) -> String {
        #"{"kty":"OKP","crv":"Ed25519","use":"enc","kid":"\#(keyID)","x":"AAAA"}"#
    }

    /// A shared secret as a JWK.
    static func hmac(_ keyID: String) -> String {
        #"{"kty":"oct","kid":"\#(keyID)","alg":"HS256","k":"\#(Base64URL.encode([UInt8](repeating: 7, count: 32)))"}"#
    }
}
