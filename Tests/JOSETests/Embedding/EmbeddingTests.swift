import Foundation
import Testing

/// The README's example of `JOSE` in another server: compiled here, run, and the same text.
@Suite struct EmbeddingTests {
    @Test func theExampleVerifies() throws {
        let issuer = Issuer()
        let doorkeeper = try Doorkeeper(jwks: Array("{\"keys\":[\(issuer.jwk())]}".utf8))
        func token(exp: Double) -> String {
            issuer.token(payload: #"{"iss":"https://issuer.example","aud":"api","sub":"alice","exp":\#(exp)}"#)
        }
        let now = Date().timeIntervalSince1970
        #expect(doorkeeper.answer(to: token(exp: now + 300)) == (200, "Hello, alice"))
        #expect(doorkeeper.answer(to: token(exp: now - 300)) == (401, "token_expired"))
        #expect(doorkeeper.answer(to: "a.b.c") == (401, "token_malformed"))
        #expect(throws: (any Error).self) { try Doorkeeper(jwks: Array("<html>".utf8)) }
    }

    @Test func theReadmeShowsIt() throws {
        let readme = try String(contentsOf: Fixture.packageRoot.appending(path: "README.md"), encoding: .utf8)
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Doorkeeper.swift")
        #expect(readme.contains("\n```swift\n\(try String(contentsOf: source, encoding: .utf8))```\n"))
    }
}
