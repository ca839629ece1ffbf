import Foundation
import JOSE
import Testing

@testable import JOSE

/// Wycheproof's vectors, where they are at hand.
///
/// Their messages are no compact tokens, so the signatures go to the key itself, below the token's syntax.
@Suite("Test vectors", .enabled(if: Vectors.areThere, "the test vectors are not on this machine"))
struct VectorTests {
    @Test(
        "Signatures",
        arguments: [
            ("ecdsa_secp256r1_sha256_p1363_test", AlgorithmSet.es256, 262),
            ("ecdsa_secp384r1_sha384_p1363_test", .es384, 280),
            ("ecdsa_secp521r1_sha512_p1363_test", .es512, 318),
            ("ecdsa_secp256k1_sha256_p1363_test", .es256k, 252),
            ("ed25519_test", .ed25519, 151),
            ("ed448_test", .ed448, 87),
            ("rsa_signature_2048_sha256_test", .rs256, 259),
            ("rsa_pss_2048_sha256_mgf1_32_test", .ps256, 108),
        ]
    )
    func signatures(_ file: String, _ algorithm: AlgorithmSet, _ count: Int) throws {
        var seen = 0
        for group in try groups(of: file) {
            let jwk = try group["publicKeyJwk"] ?? group["keyJwk"] ?? key(of: group)
            let set = JWKSet(entries: [jwk], trust: .fetched)
            let key = PreparedKey(try #require(set.keys.first, "\(set.rejections)"))
            for test in try tests(of: group) {
                seen += 1
                let isValid = key.isValid(test.signature, for: test.message.span, algorithm)
                // Wycheproof leaves one to the verifier's taste: a DigestInfo without NULL. RFC 8017 demands the NULL.
                #expect(isValid == (test.result == "valid"), "\(file) \(test.id): \(test.comment)")
            }
        }
        #expect(seen == count)
    }

    /// JWS knows neither short secrets nor truncated tags (RFC 7518 section 3.2), which some vectors hold to be valid.
    @Test("Keyed hashes") func keyedHashes() throws {
        var seen = 0
        for group in try groups(of: "hmac_sha256_test") {
            let isWhole = group["tagSize"]?.number == 256
            for test in try tests(of: group) {
                seen += 1
                let secret = try #require(test.key)
                let jwk = #"{"kty":"oct","k":"\#(Base64URL.encode(secret))"}"#
                let set = try JWKSet.of([jwk], trust: .operatorFile)
                guard secret.count >= 32 else {
                    #expect(set.keys.isEmpty)
                    continue
                }
                let key = PreparedKey(try #require(set.keys.first))
                let isValid = key.isValid(test.signature, for: test.message.span, .hs256)
                #expect(isValid == (test.result == "valid" && isWhole), "\(test.id): \(test.comment)")
            }
        }
        #expect(seen == 174)
    }

    private struct Vector {
        let id: String
        let comment: String
        let message: [UInt8]
        let signature: [UInt8]
        let key: [UInt8]?
        let result: String
    }

    private func groups(of file: String) throws -> [JSONValue] {
        let bytes = Array(try Data(contentsOf: Vectors.folder.appending(path: "\(file).json")))
        return try #require(try JSONDocument(parsing: bytes).root["testGroups"]?.array)
    }

    private func tests(of group: JSONValue) throws -> [Vector] {
        try #require(group["tests"]?.array).map { test in
            Vector(
                id: test["tcId"]?.text ?? "?",
                comment: test["comment"]?.string ?? "",
                message: try bytes(test["msg"]),
                signature: try bytes(test["sig"] ?? test["tag"]),
                key: try test["key"].map { try bytes($0) },
                result: try #require(test["result"]?.string)
            )
        }
    }

    private func bytes(_ hex: JSONValue?) throws -> [UInt8] {
        let digits = Array(try #require(hex?.string).utf8)
        return try stride(from: 0, to: digits.count, by: 2).map { position in
            try #require(UInt8(String(decoding: digits[position..<position + 2], as: UTF8.self), radix: 16))
        }
    }

    /// The JWK of a group that carries the key's numbers only.
    private func key(of group: JSONValue) throws -> JSONValue {
        let key = try #require(group["publicKey"])
        let jwk: String
        if key["modulus"] != nil {
            let modulus = Base64URL.encode(try bytes(key["modulus"]))
            let exponent = Base64URL.encode(try bytes(key["publicExponent"]))
            jwk = #"{"kty":"RSA","n":"\#(modulus)","e":"\#(exponent)"}"#
        } else {
            let curves = ["secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp256k1": "secp256k1"]
            let curve = try #require(curves[key["curve"]?.string ?? ""])
            let point = try bytes(key["uncompressed"]).dropFirst()
            let x = Base64URL.encode(point.prefix(point.count / 2))
            let y = Base64URL.encode(point.suffix(point.count / 2))
            jwk = #"{"kty":"EC","crv":"\#(curve)","x":"\#(x)","y":"\#(y)"}"#
        }
        return try JSONDocument(parsing: Array(jwk.utf8)).root
    }
}
