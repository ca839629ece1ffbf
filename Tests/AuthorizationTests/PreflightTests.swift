import Authorization
import JOSE
import Testing

/// CORS preflights pass only where they are allowed to.
@Suite("CORS preflights")
struct PreflightTests {
    private static let headers = [("Origin", "https://app.example"), ("Access-Control-Request-Method", "PUT")]

    private func gate(_ preflight: CORSPreflight) throws -> Gate {
        let subject = ClaimHeader(name: "X-Sub", content: .claim(try #require(ClaimPath("sub")), .plain))
        return try Gate { configuration in
            configuration.corsPreflight = preflight
            configuration.claimHeaders = [subject]
            configuration.decisionCacheLifetime = .seconds(5)
            configuration.rules = [
                Rule(label: "0", paths: RuleTests.paths("/denied"), access: .denied),
                Rule(label: "1", paths: RuleTests.paths("/scoped"), requirement: Requirement(scopes: ["admin"])),
            ]
        }
    }

    @Test("Off by default")
    func off() throws {
        #expect(AuthorizationConfiguration(issuers: []).corsPreflight == .judge)
        let answer = try gate(.judge).decide(TestRequest("OPTIONS", "/", headers: Self.headers))
        #expect(answer.reason == .tokenMissing)
    }

    @Test("Allowed: no token is looked at, headers are empty, and nothing may be cached")
    func allowed() throws {
        let gate = try gate(.allow)
        for target in ["/", "/scoped"] {
            let answer = gate.decide(TestRequest("OPTIONS", target, headers: Self.headers))
            #expect(answer.decision == .allow)
            #expect(answer.lines == ["X-Sub:"])
        }
        let bad = Self.headers + [("Authorization", "Bearer x")]
        #expect(gate.decide(TestRequest("OPTIONS", "/", headers: bad)).decision == .allow)
        #expect(gate.decide(TestRequest("OPTIONS", "/denied", headers: Self.headers)).reason == .ruleDenied)
        #expect(gate.decide(TestRequest("OPTIONS", "/%00", headers: Self.headers)).reason == .requestAmbiguous)
    }

    @Test(
        "What is no preflight",
        arguments: [
            ("GET", headers), ("options", headers), ("OPTIONS", []), ("OPTIONS", [headers[0]]),
            ("OPTIONS", [headers[1]]),
            ("OPTIONS", [("Origin", ""), headers[1]]),
            ("OPTIONS", [headers[0], ("Access-Control-Request-Method", "")]),
            ("OPTIONS", [headers[0], ("Access-Control-Request-Headers", "x")]), ("OPTIONSX", headers),
        ] as [(String, [(String, String)])]
    )
    func none(_ method: String, _ headers: [(String, String)]) throws {
        #expect(try gate(.allow).decide(TestRequest(method, "/", headers: headers)).reason == .tokenMissing)
    }

    @Test("An unknown method is none")
    func unknownMethod() throws {
        #expect(try gate(.allow).decide(TestRequest(nil, "/", headers: Self.headers)).reason == .tokenMissing)
    }
}
