import JOSE
import Testing

@testable import JOSE

/// Which keys are tried for a token, in which order, and how many.
@Suite("Key selection") struct KeySelectionTests {
    private let issuer = Issuer(seed: 1, keyID: "k")
    private let unnamed = Issuer(seed: 1, keyID: nil)
    private let withKid = #"{"alg":"EdDSA","kid":"k"}"#
    private let withoutKid = #"{"alg":"EdDSA"}"#

    private func others(_ count: Int, keyID: String?) -> [String] {
        (0..<count).map { Issuer(seed: UInt8(100 + $0), keyID: keyID).jwk() }
    }

    private func refusal(_ header: String, _ jwks: [String], trust: JWKSet.Trust = .fetched) throws -> TokenFailure? {
        SignatureVerifier(try .of(jwks, trust: trust)).refusal(of: issuer.token(header: header))
    }

    @Test("By `kid`") func byKid() throws {
        #expect(try refusal(withKid, [issuer.jwk()]) == nil)
        #expect(try refusal(withKid, others(20, keyID: "x") + [issuer.jwk()]) == nil)
        #expect(try refusal(withKid, others(20, keyID: "x")) == .keyUnknown)
        // The right key under another name is not the token's key.
        #expect(try refusal(withKid, [Issuer(seed: 1, keyID: "other").jwk()]) == .keyUnknown)
        #expect(try refusal(withKid, [Issuer(seed: 1, keyID: "K").jwk()]) == .keyUnknown)
    }

    @Test("Several keys with one `kid`") func severalKeysWithOneKid() throws {
        for count in 0...3 { #expect(try refusal(withKid, others(count, keyID: "k") + [issuer.jwk()]) == nil) }
        #expect(try refusal(withKid, others(4, keyID: "k") + [issuer.jwk()]) == .signatureInvalid)
        // Only fitting ones count.
        let es256 = try Fixture.token("ES256 with ES256").jwk.replacing(#""kid":"ES256""#, with: #""kid":"k""#)
        #expect(try refusal(withKid, Array(repeating: es256, count: 10) + [issuer.jwk()]) == nil)
        #expect(try JWKSet.of([issuer.jwk(), issuer.jwk()]).warnings.count == 1)
        #expect(try JWKSet.of([issuer.jwk(), es256]).warnings.isEmpty)
        #expect(try JWKSet.of([unnamed.jwk(), unnamed.jwk()]).warnings.isEmpty)
    }

    @Test("Without `kid`, the first four of the matching type") func withoutKidTheFirstFourOfTheFittingType() throws {
        for count in 0...3 { #expect(try refusal(withoutKid, others(count, keyID: "x") + [issuer.jwk()]) == nil) }
        #expect(try refusal(withoutKid, others(4, keyID: "x") + [issuer.jwk()]) == .signatureInvalid)
        let rsa = try Fixture.token("RS256 with RSA").jwk
        #expect(try refusal(withoutKid, Array(repeating: rsa, count: 9) + [issuer.jwk()]) == nil)
        #expect(try refusal(withoutKid, [issuer.jwk()] + others(9, keyID: nil)) == nil)
    }

    @Test("Fallback to keys without `kid`") func fallbackToKeysWithoutKid() throws {
        #expect(try refusal(withKid, [unnamed.jwk()]) == nil)
        for count in 0...3 { #expect(try refusal(withKid, others(count, keyID: nil) + [unnamed.jwk()]) == nil) }
        #expect(try refusal(withKid, others(4, keyID: nil) + [unnamed.jwk()]) == .signatureInvalid)
        // Not when some key has the token's kid.
        #expect(try refusal(withKid, others(1, keyID: "k") + [unnamed.jwk()]) == .signatureInvalid)
        let es256 = try Fixture.token("ES256 with ES256").jwk.replacing(#""kid":"ES256""#, with: #""kid":"k""#)
        #expect(try refusal(withKid, [es256, unnamed.jwk()]) == .algorithmNotAllowed)
    }

    @Test("Usable keys but none of the type and algorithm") func usableKeysButNoneOfTheTypeAndAlgorithm() throws {
        let rsa = try Fixture.token("RS256 with RSA").jwk
        #expect(try refusal(withoutKid, [rsa]) == .algorithmNotAllowed)
        #expect(try refusal(withKid, [rsa.replacing(#""kid":"RSA""#, with: #""kid":"k""#)]) == .algorithmNotAllowed)
        #expect(try refusal(withKid, [rsa.replacing(#","kid":"RSA""#, with: "")]) == .algorithmNotAllowed)
        #expect(try refusal(withKid, [rsa]) == .keyUnknown)
        #expect(try refusal(withoutKid, [issuer.jwk(#""alg":"Ed25519","#), rsa]) == nil)
    }

    @Test("No usable key") func noUsableKey() throws {
        for header in [withKid, withoutKid] {
            #expect(try refusal(header, []) == .keyUnknown)
            #expect(try refusal(header, [issuer.jwk(#""use":"enc","#)]) == .keyUnknown)
            #expect(try refusal(header, [issuer.jwk(#""key_ops":["sign"],"#)]) == .keyUnknown)
            #expect(try refusal(header, [issuer.jwk(#""alg":null,"#)]) == .keyUnknown)
        }
    }

    /// The caller may ask for newer keys exactly where the set does not have the token's kid.
    @Test("Unknown keys are distinguished from bad signatures") func unknownKeysAreToldFromBadSignatures() throws {
        enum Outcome: Equatable {
            case valid
            case refused(TokenFailure)
            case unknownKey(TokenFailure)
        }
        func outcome(_ header: String, _ jwks: [String]) throws -> Outcome {
            var token = UnverifiedToken()
            let text = Array(Issuer(seed: 1).token(header: header).utf8)
            #expect(token.parse(text.span) == nil)
            return switch KeyRing(try .of(jwks)).check(token, allowing: .asymmetric, nil) {
            case .valid: .valid
            case .refused(let problem): .refused(problem.failure)
            case .unknownKey(let problem): .unknownKey(problem.failure)
            }
        }
        #expect(try outcome(withKid, [issuer.jwk()]) == .valid)
        #expect(try outcome(withKid, others(1, keyID: "k")) == .refused(.signatureInvalid))
        #expect(try outcome(withKid, others(1, keyID: "x")) == .unknownKey(.keyUnknown))
        #expect(try outcome(withKid, others(1, keyID: nil)) == .unknownKey(.signatureInvalid))
        #expect(try outcome(withKid, [unnamed.jwk()]) == .valid)
        #expect(try outcome(withoutKid, others(1, keyID: "x")) == .refused(.signatureInvalid))
        #expect(try outcome(withKid, []) == .refused(.keyUnknown))
    }

    @Test("Secrets count only where they may") func secretsCountOnlyWhereTheyMay() throws {
        let fixture = try Fixture.token("HS256 with HS256")
        #expect(SignatureVerifier(try .of([fixture.jwk], trust: .operatorFile)).refusal(of: fixture.jws) == nil)
        #expect(SignatureVerifier(try .of([fixture.jwk])).refusal(of: fixture.jws) == .keyUnknown)
        let beside = [fixture.jwk, issuer.jwk()]
        #expect(SignatureVerifier(try .of(beside)).refusal(of: fixture.jws) == .keyUnknown)
    }
}
