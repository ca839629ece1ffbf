import Crypto
import JOSE
import Testing

@testable import JOSE

/// What must not work about keys: each is rejected with a reason, and the others load.
@Suite("Threats: keys") struct KeyThreatTests {
    private let issuer = Issuer()

    /// Loads the key beside a good one, which must not suffer.
    static func rejection(of jwk: String, trust: JWKSet.Trust = .fetched) throws -> String? {
        let set = try JWKSet.of([jwk, Issuer(seed: 9).jwk()], trust: trust)
        #expect(set.keys.count + set.rejections.count == 2)
        #expect(set.keys.last?.keyID == "k")
        #expect(set.rejections.allSatisfy { $0.index == 0 })
        return set.rejections.first?.reason
    }

    // MARK: RSA

    private func rsa(_ change: (inout [UInt8], inout [UInt8]) -> Void = { _, _ in }) throws -> String {
        let jwk = try JSONDocument(parsing: Array(try Fixture.token("RS256 with RSA").jwk.utf8)).root
        var modulus = try bytes(jwk["n"])
        var exponent = try bytes(jwk["e"])
        change(&modulus, &exponent)
        return #"{"kty":"RSA","n":"\#(Base64URL.encode(modulus))","e":"\#(Base64URL.encode(exponent))"}"#
    }

    @Test("RSA modulus out of size") func rsaModulusOutOfSize() throws {
        #expect(try Self.rejection(of: rsa()) == nil)
        for bytes in [0, 1, 64, 128, 255] {
            let reason = try Self.rejection(of: rsa { modulus, _ in modulus = Array(modulus.suffix(bytes)) })
            #expect(reason?.contains("bits; 2048 to 8192 are accepted") == true, "\(bytes) bytes")
        }
        // 2047 bits: the first one missing.
        #expect(try Self.rejection(of: rsa { modulus, _ in modulus[0] = 0x7F })?.contains("has 2047 bits") == true)
        for bytes in [1025, 2048, 2500, 100_000] {
            let reason = try Self.rejection(of: rsa { modulus, _ in modulus = [UInt8](repeating: 0xFF, count: bytes) })
            #expect(reason?.contains("bits; 2048 to 8192 are accepted") == true, "\(bytes) bytes")
        }
        // 8193 bits.
        let reason = try Self.rejection(of: rsa { modulus, _ in modulus = [1] + [UInt8](repeating: 0xFF, count: 1024) })
        #expect(reason?.contains("has 8193 bits") == true)
    }

    @Test("RSA modulus even") func rsaModulusEven() throws {
        #expect(try Self.rejection(of: rsa { modulus, _ in modulus[255] ^= 1 }) == "the RSA modulus is even")
    }

    /// A modulus with a small factor is no product of two large primes.
    @Test("RSA modulus unsound") func rsaModulusUnsound() throws {
        let multipleOfThree = [UInt8](repeating: 0xFF, count: 256)
        #expect(
            try Self.rejection(of: rsa { modulus, _ in modulus = multipleOfThree })
                == "OpenSSL rejects the RSA key"
        )
    }

    @Test(
        "RSA exponent out of range",
        arguments: [[], [0], [1], [2], [4], [0, 0, 1], [1, 0, 0], [1, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0, 0, 0, 1]]
            as [[UInt8]]
    )
    func rsaExponentOutOfRange(_ exponent: [UInt8]) throws {
        let reason = try Self.rejection(of: rsa { $1 = exponent })
        #expect(reason == "the RSA exponent must be odd, at least 3 and below 2^32")
    }

    @Test(
        "RSA exponent in range",
        arguments: [[3], [1, 0, 1], [0, 0, 1, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF]] as [[UInt8]]
    )
    func rsaExponentInRange(_ exponent: [UInt8]) throws {
        #expect(try Self.rejection(of: rsa { $1 = exponent }) == nil)
    }

    @Test("RSA leading zeros are tolerated") func rsaLeadingZerosAreTolerated() throws {
        let jwk = try rsa { modulus, exponent in
            modulus = [0, 0] + modulus
            exponent = [0] + exponent
        }
        let set = try JWKSet.of([jwk])
        #expect(set.keys.map(\.summary) == ["RSA 2048"])
        #expect(SignatureVerifier(set).refusal(of: try Fixture.token("RS256 with RSA").jws) == nil)
    }

    // MARK: Elliptic curves

    @Test("Coordinates off the curve or of another width", arguments: ["ES256", "ES384", "ES512", "ES256K"])
    func coordinatesOffTheCurveOrOfAnotherWidth(_ name: String) throws {
        let jwk = try JSONDocument(parsing: Array(try Fixture.token("\(name) with \(name)").jwk.utf8)).root
        let curve = try #require(jwk["crv"]?.string)
        let x = try bytes(jwk["x"])
        let y = try bytes(jwk["y"])
        func reason(_ x: [UInt8], _ y: [UInt8]) throws -> String? {
            try Self.rejection(
                of: #"{"kty":"EC","crv":"\#(curve)","x":"\#(Base64URL.encode(x))","y":"\#(Base64URL.encode(y))"}"#
            )
        }
        #expect(try reason(x, y) == nil)
        let zero = [UInt8](repeating: 0, count: x.count)
        let most = [UInt8](repeating: 0xFF, count: x.count)
        for (x, y) in [(x, Array(y.dropLast()) + [y[y.count - 1] ^ 1]), (y, x), (zero, zero), (most, y), (x, most)] {
            #expect(try reason(x, y) == "the point is not on the curve \(curve)")
        }
        for (x, y) in [
            (Array(x.dropFirst()), y), (x, Array(y.dropFirst())), ([0] + x, y), (x, [0] + y), ([], []), (x + y, []),
            (Array(x.dropLast()), y + [0]),
        ] {
            #expect(try reason(x, y) == "coordinates on \(curve) must have exactly \(zero.count) bytes")
        }
        for missing in [#"{"kty":"EC","crv":"\#(curve)"}"#, #"{"kty":"EC"}"#] {
            #expect(try Self.rejection(of: missing)?.hasSuffix("is missing") == true)
        }
        #expect(try Self.rejection(of: #"{"kty":"EC","crv":"P-224","x":"AA","y":"AA"}"#)?.contains("P-224") == true)
        #expect(try Self.rejection(of: #"{"kty":"EC","crv":"Ed25519","x":"AA","y":"AA"}"#)?.contains("Ed25519") == true)
    }

    // MARK: Shared secrets

    @Test("Secrets in a fetched set") func secretsInAFetchedSet() throws {
        let secret = Base64URL.encode([UInt8](repeating: 7, count: 64))
        let jwk = #"{"kty":"oct","k":"\#(secret)","kid":"h"}"#
        #expect(try Self.rejection(of: jwk) == "shared secrets in a fetched set are never used")
        #expect(try Self.rejection(of: jwk, trust: .operatorFile) == nil)
    }

    @Test("Secrets that are too short") func secretsThatAreTooShort() throws {
        func algorithms(_ count: Int) throws -> AlgorithmSet? {
            let secret = Base64URL.encode([UInt8](repeating: 7, count: count))
            return try JWKSet.of([#"{"kty":"oct","k":"\#(secret)"}"#], trust: .operatorFile).keys.first?.algorithms
        }
        for count in [0, 1, 16, 31] { #expect(try algorithms(count) == nil) }
        #expect(try algorithms(32) == .hs256)
        #expect(try algorithms(47) == .hs256)
        #expect(try algorithms(48) == [.hs256, .hs384])
        #expect(try algorithms(64) == .hmac)
        let secret = Base64URL.encode([UInt8](repeating: 7, count: 32))
        let reason = try Self.rejection(of: #"{"kty":"oct","alg":"HS512","k":"\#(secret)"}"#, trust: .operatorFile)
        #expect(reason == "`alg` HS512 does not fit this key, oct of 32 bytes")
    }

    // MARK: Members

    @Test("Unusable or unknown keys") func uselessOrUnknownKeys() throws {
        for (member, expected) in [
            (#""use":"enc","#, #"`use` is "enc", not "sig""#),
            (#""use":"SIG","#, #"`use` is "SIG", not "sig""#),
            (#""use":null,"#, "`use` is not a string"),
            (#""key_ops":["sign"],"#, #"`key_ops` does not allow "verify""#),
            (#""key_ops":[],"#, #"`key_ops` does not allow "verify""#),
            (#""key_ops":"verify","#, "`key_ops` is not an array of strings"),
            (#""key_ops":["verify",1],"#, "`key_ops` is not an array of strings"),
            (#""key_ops":null,"#, "`key_ops` is not an array of strings"),
            (#""alg":null,"#, "`alg` is not a string"),
            (#""alg":"","#, #"`alg` "" is not a supported signature algorithm"#),
            (#""alg":"RSA-OAEP","#, #"`alg` "RSA-OAEP" is not a supported signature algorithm"#),
            (#""alg":"none","#, #"`alg` "none" is not a supported signature algorithm"#),
            (#""alg":"RS256","#, "`alg` RS256 does not fit this key, OKP Ed25519"),
            (#""alg":"HS256","#, "`alg` HS256 does not fit this key, OKP Ed25519"),
        ] {
            #expect(try Self.rejection(of: issuer.jwk(member)) == expected)
        }
        for member in [#""use":"sig","#, #""key_ops":["sign","verify"],"#, #""x5c":5,"#, #""ext":true,"#] {
            #expect(try Self.rejection(of: issuer.jwk(member)) == nil, "\(member)")
        }
        for (jwk, expected) in [
            ("null", "the entry is not a JSON object"), ("[]", "the entry is not a JSON object"),
            ("\"k\"", "the entry is not a JSON object"), ("{}", "`kty` is missing"),
            (#"{"kty":1}"#, "`kty` is not a string"), (#"{"kty":"XYZ"}"#, #"`kty` "XYZ" is not supported"#),
            (#"{"kty":"rsa"}"#, #"`kty` "rsa" is not supported"#), (#"{"kty":"RSA"}"#, "`n` is missing"),
            (#"{"kty":"OKP","crv":"Ed25519","x":1}"#, "`x` is not a string"),
            (#"{"kid":5,"kty":"RSA"}"#, "`kid` is not a string"),
            (#"{"kid":null,"kty":"RSA"}"#, "`kid` is not a string"),
        ] {
            #expect(try Self.rejection(of: jwk) == expected)
        }
    }

    /// By canonical equivalence, which Swift's `==` uses, U+212A KELVIN SIGN would be a K.
    @Test("Names compare by code point") func namesCompareByCodePoint() throws {
        let lattice = Base64URL.encode([UInt8](repeating: 0, count: 1312))
        let reason = try Self.rejection(of: #"{"kty":"A\u212AP","alg":"ML-DSA-44","pub":"\#(lattice)"}"#)
        #expect(reason == #"`kty` "A?P" is not supported"#)
        let key = try Fixture.token("ES256K with ES256K").jwk
        let pinned = key.replacing("{\"", with: #"{"alg":"ES256\u212A",""#, maxReplacements: 1)
        #expect(try Self.rejection(of: pinned)?.contains("is not a supported signature algorithm") == true)
        // A kid, too: the same text in two normal forms is two kids.
        let set = try JWKSet.of([Issuer(keyID: "\u{E9}").jwk()])
        let header = "{\"alg\":\"EdDSA\",\"kid\":\"e\u{301}\"}"
        #expect(SignatureVerifier(set).refusal(of: issuer.token(header: header)) == .keyUnknown)
        let same = "{\"alg\":\"EdDSA\",\"kid\":\"\\u00e9\"}"
        #expect(SignatureVerifier(set).refusal(of: issuer.token(header: same)) == nil)
    }

    @Test("Base64url with other characters", arguments: ["=", "==", "+", "/", " ", "\\n", "\\u0000"])
    func base64URLWithOtherCharacters(_ character: String) throws {
        let x = Base64URL.encode(issuer.key.publicKey.rawRepresentation)
        let reason = "`x` is not base64url without padding"
        #expect(try Self.rejection(of: #"{"kty":"OKP","crv":"Ed25519","x":"\#(x)\#(character)"}"#) == reason)
        #expect(try Self.rejection(of: #"{"kty":"OKP","crv":"Ed25519","x":"\#(x.dropLast())\#(character)"}"#) == reason)
    }

    @Test("Private members are ignored and warned about") func privateMembersAreIgnoredAndWarnedAbout() throws {
        let jwk = issuer.jwk(#""d":"\#(Base64URL.encode(issuer.key.rawRepresentation))","#)
        let set = try JWKSet.of([jwk])
        #expect(set.keys.count == 1)
        #expect(set.warnings.count == 1)
        #expect(set.warnings.first?.contains("private member `d`") == true)
        #expect(!set.warnings.joined().contains(Base64URL.encode(issuer.key.rawRepresentation)))
        // Of a wrong type, and on a key that is rejected, it is warned about just the same.
        #expect(try JWKSet.of([#"{"kty":"RSA","p":5}"#]).warnings.count == 1)
        #expect(try JWKSet.of([issuer.jwk()]).warnings.isEmpty)
    }

    @Test("Lattice keys are reported where the library is too old")
    func latticeKeysAreReportedWhereTheLibraryIsTooOld() throws {
        let point = Base64URL.encode([UInt8](repeating: 1, count: 1952))
        let reason = try Self.rejection(of: #"{"kty":"AKP","alg":"ML-DSA-65","pub":"\#(point)"}"#)
        if AlgorithmSet.available.contains(.mlDSA65) {
            #expect(reason == nil)
        } else {
            #expect(reason?.hasPrefix("ML-DSA-65 needs OpenSSL 3.5 or later; this machine has OpenSSL 3.") == true)
        }
        for (alg, expected) in [
            ("ML-DSA-44", "an ML-DSA-44 key must have exactly 1312 bytes"),
            ("RS256", #"`alg` "RS256" is not supported for `kty` AKP"#),
        ] {
            #expect(try Self.rejection(of: #"{"kty":"AKP","alg":"\#(alg)","pub":"\#(point)"}"#) == expected)
        }
        #expect(try Self.rejection(of: #"{"kty":"AKP","pub":"\#(point)"}"#) == "`alg` is missing")
    }

    private func bytes(_ member: JSONValue?) throws -> [UInt8] {
        let text = try #require(member?.string)
        return try #require(Base64URL.decode(text.utf8))
    }
}
