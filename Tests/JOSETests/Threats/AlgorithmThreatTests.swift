import Crypto
import Foundation
import JOSE
import Testing

@testable import JOSE

/// What must not work about a token's algorithm and signature.
@Suite("Threats: algorithms") struct AlgorithmThreatTests {
    private let issuer = Issuer()

    @Test(
        "None and unknown names in any spelling",
        arguments: [
            "none", "None", "NONE", "nOnE", "none ", "", "HS", "RS256 ", "rs256", "eddsa", #"EdDSA\u0000"#, #"\u212A"#,
        ]
    )
    func noneAndUnknownNamesInAnySpelling(_ name: String) throws {
        let header = #"{"alg":"\#(name)","kid":"k"}"#
        let verifier = try issuer.verifier()
        #expect(verifier.refusal(of: issuer.token(header: header)) == .algorithmNotAllowed)
        let bare = issuer.token(header: header).split(separator: ".").dropLast().joined(separator: ".") + "."
        #expect(verifier.refusal(of: bare) == .algorithmNotAllowed)
        #expect(SignatureVerifier(try issuer.set).refusal(of: bare) == .algorithmNotAllowed)
    }

    @Test("`alg` that is no string", arguments: ["null", "1", "[\"EdDSA\"]", "{}", "true"])
    func algThatIsNoString(_ value: String) throws {
        #expect(try issuer.verifier().refusal(of: issuer.token(header: #"{"alg":\#(value)}"#)) == .tokenMalformed)
    }

    @Test("`alg` missing") func algMissing() throws {
        #expect(try issuer.verifier().refusal(of: issuer.token(header: #"{"kid":"k"}"#)) == .tokenMalformed)
    }

    @Test("Empty signature", arguments: Fixture.tokens)
    func emptySignature(_ fixture: Fixture) throws {
        let signed = fixture.jws.split(separator: ".").dropLast().joined(separator: ".")
        #expect(SignatureVerifier(try fixture.set).refusal(of: signed + ".") == .signatureInvalid)
    }

    /// The classic confusion: the public key, which everybody has, taken for a shared secret.
    @Test("HMAC keyed with a public key") func hmacKeyedWithAPublicKey() throws {
        let key = P256.Signing.PrivateKey().publicKey
        let x = Base64URL.encode(key.rawRepresentation.prefix(32))
        let y = Base64URL.encode(key.rawRepresentation.suffix(32))
        let jwk = #"{"kty":"EC","crv":"P-256","kid":"k","x":"\#(x)","y":"\#(y)"}"#
        let forms = [
            Array(jwk.utf8), Array(key.pemRepresentation.utf8), Array((key.pemRepresentation + "\n").utf8),
            Array(key.derRepresentation), Array(key.x963Representation), Array(key.rawRepresentation), Array(x.utf8),
            [],
        ]
        for secret in forms {
            let token = hmacToken(header: #"{"alg":"HS256","kid":"k"}"#, secret: secret)
            for trust in [JWKSet.Trust.fetched, .operatorFile] {
                #expect(SignatureVerifier(try .of([jwk], trust: trust)).refusal(of: token) == .algorithmNotAllowed)
            }
        }
    }

    /// Without `alg` in the key, its type alone says what it verifies.
    @Test("Key without `alg` stays in its family") func keyWithoutAlgStaysInItsFamily() throws {
        let expected: [String: AlgorithmSet] = [
            "RS256 with RSA": .rsa, "ES256 with ES256": .es256, "ES384 with ES384": .es384, "ES512 with ES512": .es512,
            "ES256K with ES256K": .es256k, "EdDSA with Ed25519": .ed25519, "EdDSA with Ed448": .ed448,
        ]
        for (name, algorithms) in expected {
            #expect(try Fixture.token(name).set.keys.map(\.algorithms) == [algorithms])
        }
    }

    /// Every token against every key of another family, with a `kid` that fits.
    @Test("No token passes with a key of another family") func noTokenPassesWithAKeyOfAnotherFamily() throws {
        for fixture in Fixture.tokens {
            let parts = fixture.jws.split(separator: ".")
            for other in Fixture.tokens where other.jwk != fixture.jwk {
                let set = try other.set
                let kid = try #require(set.keys[0].keyID)
                let alg = try #require(fixture.name.split(separator: " ").first)
                let header = Base64URL.encode(#"{"alg":"\#(alg)","kid":"\#(kid)"}"#.utf8)
                let token = "\(header).\(parts[1]).\(parts[2])"
                #expect(SignatureVerifier(set).refusal(of: token) != nil, "\(fixture.name) with \(other.name)")
            }
        }
    }

    @Test("Key with `alg` verifies that one alone") func keyWithAlgVerifiesThatOneAlone() throws {
        let all = Fixture.tokens.filter { $0.name.hasSuffix("with RSA") }
        #expect(all.count == 6)
        for pinned in all {
            let alg = String(try #require(pinned.name.split(separator: " ").first))
            let jwk = pinned.jwk.replacing("{\"", with: #"{"alg":"\#(alg)",""#, maxReplacements: 1)
            let verifier = SignatureVerifier(try .of([jwk]))
            for token in all {
                let expected: TokenFailure? = token.name == pinned.name ? nil : .algorithmNotAllowed
                #expect(verifier.refusal(of: token.jws) == expected, "\(token.name) with a key for \(alg)")
            }
        }
    }

    /// `EdDSA` and the curve's own name are two spellings of one algorithm, in header and key alike.
    @Test("EdDSA has two spellings") func edDSAHasTwoSpellings() throws {
        for header in ["EdDSA", "Ed25519"] {
            for pinned in ["", #""alg":"EdDSA","#, #""alg":"Ed25519","#] {
                let verifier = SignatureVerifier(try .of([issuer.jwk(pinned)]))
                let token = issuer.token(header: #"{"alg":"\#(header)","kid":"k"}"#)
                #expect(verifier.refusal(of: token) == nil, "\(header) with \(pinned)")
            }
        }
        let verifier = SignatureVerifier(try issuer.set)
        #expect(verifier.refusal(of: issuer.token(header: #"{"alg":"Ed448","kid":"k"}"#)) == .algorithmNotAllowed)
        #expect(try JWKSet.of([issuer.jwk(#""alg":"Ed448","#)]).keys.isEmpty)
    }

    @Test("Configured algorithms narrow") func configuredAlgorithmsNarrow() throws {
        let token = issuer.token()
        for (algorithms, expected) in [
            (AlgorithmSet.edDSA, nil), (.ed25519, nil), (.asymmetric, nil), (.ed448, TokenFailure.algorithmNotAllowed),
            (.rsa, .algorithmNotAllowed), ([], .algorithmNotAllowed),
        ] {
            #expect(try issuer.verifier { $0.algorithms = algorithms }.refusal(of: token) == expected)
        }
    }

    /// Keys in the token itself: neither used, nor a reason against it.
    @Test("Header keys are never used") func headerKeysAreNeverUsed() throws {
        let attacker = Issuer(seed: 2)
        let verifier = try issuer.verifier()
        for member in [
            #""jwk":\#(attacker.jwk())"#, #""jku":"https://attacker.example/keys""#,
            #""x5u":"https://attacker.example/c""#,
            #""x5c":["MIIB"]"#, #""x5t":"abc""#, #""jwk":null"#,
        ] {
            let header = #"{"alg":"EdDSA","kid":"k",\#(member)}"#
            #expect(verifier.refusal(of: attacker.token(header: header)) == .signatureInvalid, "\(member)")
            #expect(verifier.refusal(of: issuer.token(header: header)) == nil, "\(member)")
        }
    }

    @Test("Encrypted tokens") func encryptedTokens() throws {
        let verifier = try issuer.verifier()
        let header = Base64URL.encode(#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#.utf8)
        #expect(verifier.refusal(of: "\(header).a.b.c.d") == .tokenMalformed)
        let token = issuer.token(header: #"{"alg":"EdDSA","enc":"A256GCM","kid":"k"}"#)
        #expect(verifier.refusal(of: token) == .tokenMalformed)
    }

    @Test("ECDSA numbers out of range", arguments: ["ES256", "ES384", "ES512", "ES256K"])
    func ecdsaNumbersOutOfRange(_ name: String) throws {
        let fixture = try Fixture.token("\(name) with \(name)")
        let verifier = SignatureVerifier(try fixture.set)
        let parts = fixture.jws.split(separator: ".")
        let signature = try #require(Base64URL.decode(parts[2].utf8))
        let width = signature.count / 2
        let zero = [UInt8](repeating: 0, count: width)
        let one = Array(zero.dropLast()) + [1]
        let most = [UInt8](repeating: 0xFF, count: width)
        let order = try #require(Self.orders[name])
        let onePastOrder = Array(order.dropLast()) + [order[width - 1] + 1]
        let (r, s) = (Array(signature.prefix(width)), Array(signature.suffix(width)))
        let pairs: [([UInt8], [UInt8])] = [
            (zero, zero), (zero, s), (r, zero), (one, one), (most, s), (r, most), (most, most), (zero, one), (s, r),
            (order, s), (r, order), (order, order), (onePastOrder, s), (r, onePastOrder),
        ]
        for (r, s) in pairs {
            let token = "\(parts[0]).\(parts[1]).\(Base64URL.encode(r + s))"
            #expect(verifier.refusal(of: token) == .signatureInvalid)
        }
        // DER instead of r and s concatenated.
        func integer(_ number: [UInt8]) -> [UInt8] { [2, UInt8(number.count + 1), 0] + number }
        let body = integer(r) + integer(s)
        let der = (body.count > 127 ? [0x30, 0x81, UInt8(body.count)] : [0x30, UInt8(body.count)]) + body
        #expect(verifier.refusal(of: "\(parts[0]).\(parts[1]).\(Base64URL.encode(der))") == .signatureInvalid)
    }

    /// OpenSSL takes an RSA-PSS signature without its leading zero bytes.
    @Test("Leading zero of a signature", arguments: Fixture.edges)
    func leadingZeroOfASignature(_ fixture: Fixture) throws {
        let verifier = SignatureVerifier(try fixture.set)
        #expect(verifier.refusal(of: fixture.jws) == nil)
        let parts = fixture.jws.split(separator: ".")
        let signature = try #require(Base64URL.decode(parts[2].utf8))
        #expect(signature[0] == 0)
        for other in [Array(signature.dropFirst()), [0] + signature] {
            let token = "\(parts[0]).\(parts[1]).\(Base64URL.encode(other))"
            #expect(verifier.refusal(of: token) == .signatureInvalid)
        }
    }

    // MARK: Means

    /// The order n of each curve's base point (SEC 2 section 2, FIPS 186-4 appendix D.1.2); no last byte is FF.
    private static let orders = [
        "ES256": hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        "ES384": hex(String(repeating: "f", count: 48) + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
        "ES512": hex(
            "01" + String(repeating: "f", count: 65)
                + "a51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"
        ),
        "ES256K": hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
    ]

    private func hmacToken(header: String, secret: [UInt8]) -> String {
        let signed = Base64URL.encode(header.utf8) + "." + Base64URL.encode(Issuer.payload.utf8)
        let tag = HMAC<Crypto.SHA256>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: secret))
        return signed + "." + Base64URL.encode(Array(tag))
    }
}
