import Crypto
import Demo
import Foundation
import JOSE
import Testing

/// The issuer of `postern demo`.
@Suite("The development issuer")
struct DevelopmentIssuerTests {
    @Test("Minted tokens verify with the published key") func mintedTokensVerifyWithThePublishedKey() async throws {
        let issuer = try await DevelopmentIssuer.start(port: 0)
        let port = try #require(URLComponents(string: issuer.issuer)?.port)

        let discovery = try object(in: HTTPClient.request("GET", "/.well-known/openid-configuration", port: port))
        #expect(discovery["issuer"] as? String == issuer.issuer)
        let keysURL = try #require(discovery["jwks_uri"] as? String)
        #expect(keysURL == issuer.issuer + "/keys")

        let keys = try object(in: HTTPClient.request("GET", "/keys", port: port))["keys"] as? [[String: Any]]
        let key = try #require(keys?.first)
        let coordinate = try #require((key["x"] as? String).flatMap { Base64URL.decode($0.utf8) })
        let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: coordinate)

        let target = "/mint?sub=a%20%22b%22&company=%C3%A9&role=admin&expires_in=-60"
        let answer = try HTTPClient.request("POST", target, port: port)
        let token = answer.body.trimmingCharacters(in: .newlines)
        let parts = token.split(separator: ".")
        let signature = try #require(Base64URL.decode(parts[2].utf8))
        #expect(publicKey.isValidSignature(signature, for: Array("\(parts[0]).\(parts[1])".utf8)))

        let header = try object(parts[0])
        #expect(header["alg"] as? String == "EdDSA")
        #expect(header["kid"] as? String == key["kid"] as? String)
        let claims = try object(parts[1])
        #expect(claims["iss"] as? String == issuer.issuer)
        #expect(claims["sub"] as? String == #"a "b""#)
        #expect(claims["company"] as? String == "é")
        #expect(claims["role"] as? String == "admin")
        let (issued, expires) = try (#require(claims["iat"] as? Int), #require(claims["exp"] as? Int))
        #expect(expires == issued - 60)
        try await issuer.stop()
    }

    @Test("Odd lifetimes are refused", arguments: ["soon", "", "1.5", "99999999999"])
    func oddLifetimesAreRefused(text: String) async throws {
        let issuer = try await DevelopmentIssuer.start(port: 0)
        let port = try #require(URLComponents(string: issuer.issuer)?.port)
        #expect(try HTTPClient.request("GET", "/mint?expires_in=\(text)", port: port).status == 400)
        try await issuer.stop()
    }

    @Test("A port in use is named") func aTakenPortIsNamed() async throws {
        let first = try await EchoUpstream.start(port: 0)
        let error = await #expect(throws: DemoError.self) { try await DevelopmentIssuer.start(port: first.port) }
        #expect(error?.description.contains("127.0.0.1:\(first.port)") == true)
        try await first.stop()
    }

    private func object(in answer: HTTPAnswer) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any], "\(answer)")
    }

    private func object(_ part: Substring) throws -> [String: Any] {
        let bytes = try #require(Base64URL.decode(part.utf8))
        return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }
}
