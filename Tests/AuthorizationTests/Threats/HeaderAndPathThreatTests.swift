import Authorization
import JOSE
import TestSupport
import Testing

/// Threats: headers and paths.
@Suite("Threats: headers and paths")
struct HeaderAndPathThreatTests {
    private let signer = Signer.ed25519()

    private func header(_ format: ClaimHeader.Format, _ value: String) throws -> Answer {
        let path = try #require(ClaimPath("x"))
        let gate = try Gate([signer]) {
            $0.claimHeaders = [ClaimHeader(name: "X-Claim", content: .claim(path, format))]
        }
        return gate.decide(bearer: try signer.token("\"x\":\(value)"))
    }

    @Test(
        "Claims with CR, LF, NUL, controls, DEL, spaces at the ends: no raw byte",
        arguments: [
            #""\r\nX-Evil: 1""#, #""a\nb""#, #""\u0000""#, #""\u001f\u007f\u0080\u0085""#, #"" a""#, #""a ""#, #""\t""#,
            #"["\r\n","\u0000 "]"#, #"{"\r\n":"\r\n"}"#, #""\u2028\u2029""#,
        ]
    )
    func controls(_ value: String) throws {
        for format in ClaimHeader.Format.allCases {
            let answer = try header(format, value)
            #expect(answer.lines.count == 1)
            let content = try #require(answer["X-Claim"])
            #expect(content.utf8.allSatisfy { 0x20...0x7E ~= $0 }, "\(format)")
            #expect(!content.hasPrefix(" ") && !content.hasSuffix(" "), "\(format)")
        }
    }

    @Test("Groups [a; b,admin] and [a; b; admin] differ", arguments: ClaimHeader.Format.allCases)
    func separators(_ format: ClaimHeader.Format) throws {
        let two = try header(format, #"["a","b,admin"]"#)["X-Claim"]
        let three = try header(format, #"["a","b","admin"]"#)["X-Claim"]
        let words = try header(format, #"["a","b admin"]"#)["X-Claim"]
        #expect(Set([two, three, words]).count == 3)
    }

    @Test("An absent claim is an empty header, so that a spoofed one is overwritten")
    func absent() throws {
        let path = try #require(ClaimPath("company"))
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = [ClaimHeader(name: "X-Auth-Company", content: .claim(path, .plain))]
        }
        var request = TestRequest(bearer: try signer.token())
        request.add("X-Auth-Company", "spoofed")
        #expect(gate.decide(request).bytes == Array("X-Auth-Company:\r\n".utf8))
    }

    @Test("Original-URI headers twice, or missing where rules need them")
    func unclearTarget() throws {
        let gate = try Gate([signer]) { configuration in
            configuration.rules = [Rule(label: "0", paths: RuleTests.paths("/public/**"), access: .anonymous)]
        }
        for target in [Subrequest.Target.ambiguous, .absent] {
            var request = TestRequest(bearer: try signer.token())
            request.subrequest.target = target
            #expect(gate.decide(request).reason == .requestAmbiguous)
        }
    }

    @Test(
        "A path that reaches different rules as others may read it is refused",
        arguments: [
            "/public/../admin", "/public/%2e%2e/admin", "/public/..%2fadmin", "//public/admin", "/public/;x/../admin",
            "/public\\..\\admin", "/public/#/../admin", "/public/%00", "/public/\u{0}", "/public/%c0%ae", "/public/%ff",
        ]
    )
    func ambiguousPath(_ target: String) throws {
        let gate = try Gate { configuration in
            configuration.rules = [Rule(label: "0", paths: RuleTests.paths("/public/**"), access: .anonymous)]
        }
        #expect(gate.decide(TestRequest("GET", target)).reason == .requestAmbiguous)
    }

    @Test(
        "Postern's own names mean nothing in an original path",
        arguments: ["/livez", "/readyz", "/metrics", "/auth", "/auth/internal", "/", "/status.json"]
    )
    func ownNames(_ target: String) throws {
        let gate = try Gate { $0.policies = ["internal": [Rule(label: "0", access: .anonymous)]] }
        #expect(gate.decide(TestRequest("GET", target)).reason == .tokenMissing)
    }

    @Test("Two Authorization headers, a header and a cookie with different tokens, comma-joined values")
    func severalTokens() throws {
        let one = try signer.token()
        let two = try signer.token("\"jti\":2")
        let gate = try Gate([signer]) { $0.tokenSources = [.bearer, .cookie(name: "t")] }
        for headers in [
            [("Authorization", "Bearer \(one)"), ("Authorization", "Bearer \(one)")],
            [("Authorization", "Bearer \(one)"), ("Cookie", "t=\(two)")],
            [("Authorization", "Bearer \(one), Bearer \(two)")], [("Authorization", "Bearer \(one),\(one)")],
            [("Cookie", "t=\(one), t=\(two)")],
        ] {
            #expect(gate.decide(TestRequest(headers: headers)).reason == .tokenAmbiguous)
        }
    }
}
