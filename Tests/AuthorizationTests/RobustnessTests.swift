import Authorization
import JOSE
import ProxyProtocol
import TestSupport
import Testing

/// Whatever comes in, there is an answer, and it is the same one from memory.
@Suite("Robustness")
struct RobustnessTests {
    private let signer = Signer.ed25519()

    /// Rules, sources and headers of every kind.
    private func configuration() throws -> AuthorizationConfiguration {
        func path(_ text: String) throws -> ClaimPath { try #require(ClaimPath(text)) }
        let conditions = [
            ClaimCondition(path: try path("a"), anyOf: ["1", #""x""#, "[1]", #"{"b":1}"#]),
            ClaimCondition(path: try path("/a/b"), not: ["1", "null"]),
            ClaimCondition(path: try path("/a/0"), contains: [#""x""#, "1"]),
            ClaimCondition(path: try path("c"), matches: [try ClaimPattern("x.*|[^y]+")]),
            ClaimCondition(path: try path("a"), atLeast: "0", atMost: "1e3"),
        ]
        var configuration = AuthorizationConfiguration(
            issuers: [Gate.requirements { $0.requiredClaims = ["c"] }],
            tokenSources: [.bearer, .header(name: "X-T", scheme: ""), .cookie(name: "t"), .query(name: "t")]
        )
        configuration.claimHeaders = try ClaimHeader.Format.allCases.flatMap { format in
            try ["a", "/a/b", "c"].enumerated().map { number, claim in
                ClaimHeader(name: "X-\(format)-\(number)", content: .claim(try path(claim), format))
            }
        }
        configuration.cachedTokens = 3
        configuration.decisionCacheLifetime = .seconds(9)
        configuration.corsPreflight = .allow
        configuration.rules = conditions.enumerated().map { number, condition in
            Rule(
                label: "\(number)",
                paths: RuleTests.paths("/\(number)/**", "/**/x\(number)*"),
                requirement: Requirement(scopes: number == 1 ? ["s"] : [], claims: [condition])
            )
        }
        let open = try #require(PathPattern("/o*/*/**"))
        configuration.rules.append(Rule(label: "o", paths: [open], methods: ["GET"], hosts: ["h"], access: .optional))
        return configuration
    }

    @Test("Random bytes everywhere in a request")
    func randomRequests() throws {
        let gate = try Gate(try configuration(), keys: [[signer]])
        var random = SeededGenerator(0xF00D)
        let pieces =
            [
                "/", "//", "?", "&", "t=", "=", ";", ",", " ", "\t", "%", "%2", "%2e", "%61", ".", "..", "a.b.c", "eyJ",
                "Bearer ", "\"", "o", "x0", "#", "*",
            ]
            .map { Array($0.utf8) } + [
                [0], [0x0D, 0x0A], [0x7F], [0xFF], [0xC3, 0xA9], [0xE2], [0xF0, 0x9F, 0x98, 0x80],
            ]
        func bytes() -> [UInt8] {
            (0..<Int.random(in: 0...6, using: &random)).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
        }
        for _ in 0..<4000 {
            var request = TestRequest(
                ["GET", "OPTIONS", "", nil].randomElement(using: &random) ?? nil,
                targetBytes: Bool.random(using: &random) ? [0x2F] + bytes() : bytes(),
                host: ["h", "h:", ":", "", "[", nil].randomElement(using: &random) ?? nil
            )
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let name =
                    ["Authorization", "Cookie", "X-T", "X_csv_0", "Origin", ""].randomElement(using: &random) ?? ""
                request.add(name, bytes())
            }
            request.subrequest.showsClientHeaders = Bool.random(using: &random)
            request.dialect = Bool.random(using: &random) ? .envoy(pathPrefix: "") : .nginx
            let plain = gate.decide(request)
            let traced = gate.decide(request, trace: Trace())
            #expect(plain.decision == traced.decision)
            #expect(plain.bytes == traced.bytes)
            #expect(plain.bytes.isEmpty || plain.bytes.suffix(2) == [0x0D, 0x0A])
        }
    }

    @Test("A cached token gets the same answer as an uncached one, under every rule and at any time")
    func memoryAgrees() throws {
        let configuration = try configuration()
        let caching = try Gate(configuration, keys: [[signer]])
        var forgetful = configuration
        forgetful.cachedTokens = 0
        let fresh = try Gate(forgetful, keys: [[signer]])
        var random = SeededGenerator(0xCAFE)
        let values = [
            "1", "1.0", "-1", "1e2", "1e4", #""x""#, #""xy""#, #""y z""#, #""é\n""#, "null", "true", "[]", "[1]",
            #"["x",1]"#, #"["1","s"]"#,
            #"{"b":1}"#, #"{"b":2,"c":[]}"#, #"{"b":null}"#, "{}", #""s""#, "\"\"",
        ]
        func value() -> String { values.randomElement(using: &random) ?? "0" }
        for _ in 0..<150 {
            var claims = [#""a":\#(value())"#, #""c":\#(value())"#]
            if Bool.random(using: &random) { claims.append(#""\u002fa/b":\#(value())"#) }
            if Bool.random(using: &random) { claims.append(#""scope":"s""#) }
            if Bool.random(using: &random) { claims.append(#""scp":\#(value())"#) }
            if Bool.random(using: &random) { claims.append(#""nbf":\#(Int(Gate.now))"#) }
            let token = try signer.token(claims.shuffled(using: &random).joined(separator: ","))
            for _ in 0..<3 { _ = caching.decide(bearer: token) }
            for target in ["/", "/0/", "/1/a", "/2", "/3", "/4/b", "/z/x1", "/o/p/q"] {
                let request = TestRequest(bearer: token, "GET", target)
                let offset = Double([0, 0, 0, -59, -61, 3659, 3660].randomElement(using: &random) ?? 0)
                let expected = fresh.decide(request, now: Gate.now + offset)
                for _ in 0..<2 {
                    let found = caching.decide(request, now: Gate.now + offset)
                    #expect(found.decision == expected.decision, "\(claims) \(target) \(offset)")
                    #expect(found.bytes == expected.bytes, "\(claims) \(target) \(offset)")
                }
            }
        }
    }
}
