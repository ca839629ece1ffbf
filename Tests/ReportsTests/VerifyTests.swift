import Foundation
import Testing

@testable import Reports

/// `postern verify`, line by line; the lines' own rules are tested in JOSETests.
@Suite("Reports of verify") struct VerifyTests {
    /// The key and token of RFC 8037 appendix A.4, whose payload is no JSON.
    private static let key =
        #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
    private static let token =
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"

    @Test(
        "Answers a line",
        arguments: [
            (#"{"jwk":\#(key),"jws":"\#(token)"}"#, "valid"),
            (#"{"jwks":{"keys":[\#(key)]},"jws":"\#(token)","note":1}"#, "valid"),
            (#"{"jwks":{"keys":[]},"jws":"\#(token)"}"#, "invalid: key_unknown"),
            (#"{"jwk":\#(key),"jws":"\#(token.dropLast(6))"}"#, "invalid: signature_invalid"),
            (#"{"jwk":\#(key),"jws":"a.b"}"#, "invalid: token_malformed"),
            (#"{"jwk":\#(key),"jwks":{"keys":[]},"jws":"\#(token)"}"#, "invalid: input"),
            (#"{"jwk":[],"jws":"\#(token)"}"#, "invalid: input"),
            (#"{"jwk":\#(key)}"#, "invalid: input"),
            (#"{"jwk":\#(key),"jws":1}"#, "invalid: input"),
            (#"["jws"]"#, "invalid: input"),
            ("not JSON", "invalid: input"),
            ("", "invalid: input"),
        ]
    )
    func answersALine(_ line: String, _ answer: String) {
        var verifier = LineVerifier()
        #expect(verifier.answer(to: Array(line.utf8)) == answer)
        #expect(verifier.answer(to: Array(line.utf8)) == answer, "the second time from memory")
    }

    /// Swift holds these two spellings of é to be equal strings, but JOSE compares code points.
    @Test("Keys whose texts are canonically equivalent are not the same")
    func keysWhoseTextsAreCanonicallyEquivalentAreNotTheSame() {
        let signed = Self.token.dropFirst("eyJhbGciOiJFZERTQSJ9".count)
        func line(kid: String) -> [UInt8] {
            Array(#"{"jwk":{"kid":"\#(kid)",\#(Self.key.dropFirst()),"jws":"\#(header(kid))\#(signed)"}"#.utf8)
        }
        func header(_ kid: String) -> String {
            Data(#"{"alg":"EdDSA","kid":"\#(kid)"}"#.utf8).base64EncodedString().replacing("=", with: "")
                .replacing("+", with: "-").replacing("/", with: "_")
        }
        var verifier = LineVerifier()
        // The signature is another header's, but a key was found for it.
        #expect(verifier.answer(to: line(kid: "\u{E9}")) == "invalid: signature_invalid")
        #expect(verifier.answer(to: line(kid: "e\u{301}")) == "invalid: signature_invalid")
    }

    /// As a key it has no `kty`; as a set it holds one.
    @Test("One text as key and as set is not the same") func oneTextAsKeyAndAsSetIsNotTheSame() {
        let set = #"{"keys":[\#(Self.key)]}"#
        let asKey = Array(#"{"jwk":\#(set),"jws":"\#(Self.token)"}"#.utf8)
        let asSet = Array(#"{"jwks":\#(set),"jws":"\#(Self.token)"}"#.utf8)
        for order in [[asKey, asSet, asKey], [asSet, asKey, asSet]] {
            var verifier = LineVerifier()
            for line in order {
                #expect(verifier.answer(to: line) == (line == asKey ? "invalid: key_unknown" : "valid"))
            }
        }
    }

    @Test("Remembers few keys however many come") func remembersFewKeysHoweverManyCome() {
        var verifier = LineVerifier()
        for number in 0..<200 {
            let line = #"{"jwk":{"kid":"\#(number)",\#(Self.key.dropFirst()),"jws":"\#(Self.token)"}"#
            #expect(verifier.answer(to: Array(line.utf8)) == "valid")
        }
    }
}
