import Foundation
import TestSupport
import Testing

/// The README's example of `JOSE` in another server: compiled here, run, and the same text.
@Suite("The embedding example") struct EmbeddingTests {
    @Test("The example verifies") func theExampleVerifies() throws {
        let (issuer, partner) = (Issuer(seed: 1), Issuer(seed: 2))
        func set(_ issuer: Issuer) -> [UInt8] { Array("{\"keys\":[\(issuer.jwk())]}".utf8) }
        let tokenGuard = try TokenGuard(jwks: [
            "https://issuer.example": set(issuer), "https://partner.example": set(partner),
        ])
        func token(_ signer: Issuer, iss: String = "https://issuer.example", exp: Double) -> String {
            signer.token(payload: #"{"iss":"\#(iss)","aud":"api","sub":"alice","exp":\#(exp)}"#)
        }
        let now = Date().timeIntervalSince1970
        #expect(tokenGuard.answer(to: token(issuer, exp: now + 300)) == (200, "Hello, alice"))
        #expect(tokenGuard.answer(to: token(partner, iss: "https://partner.example", exp: now + 300)).status == 200)
        #expect(tokenGuard.answer(to: token(partner, exp: now + 300)) == (401, "signature_invalid"))
        #expect(tokenGuard.answer(to: token(issuer, iss: "https://other", exp: now + 300)) == (401, "issuer_unknown"))
        #expect(tokenGuard.answer(to: token(issuer, exp: now - 300)) == (401, "token_expired"))
        #expect(tokenGuard.answer(to: "a.b.c") == (401, "token_malformed"))
        #expect(throws: (any Error).self) { try TokenGuard(jwks: ["a": Array("<html>".utf8)]) }
    }

    @Test("The README shows it") func theReadmeShowsIt() throws {
        let source = try Repository.text(of: "Tests/JOSETests/Embedding/TokenGuard.swift")
        #expect(try Repository.text(of: "README.md").contains("\n```swift\n\(source)```\n"))
    }
}
