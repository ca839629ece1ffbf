import Authorization
import JOSE
import TestSupport
import Testing

/// Verified tokens are cached from their second request on, and checked again each time.
@Suite("Token cache")
struct TokenCacheTests {
    private let signer = Signer.ed25519()

    private func gate(
        capacity: Int = 16,
        requirements: TokenRequirements? = nil,
        _ change: (inout AuthorizationConfiguration) -> Void = { _ in }
    ) throws -> Gate {
        try Gate([signer], requirements: requirements) { configuration in
            configuration.cachedTokens = capacity
            change(&configuration)
        }
    }

    /// Decides often enough that the token is cached.
    private func cache(_ request: TestRequest, by gate: Gate) {
        for _ in 0..<3 { #expect(gate.decide(request).decision == .allow) }
    }

    @Test("A token is cached from its second request on, and the answer stays the same")
    func secondSight() throws {
        let subject = ClaimHeader(name: "X-Sub", content: .claim(try #require(ClaimPath("sub")), .plain))
        let gate = try gate { $0.claimHeaders = [subject, ClaimHeader(name: "X-Payload", content: .payload)] }
        let request = TestRequest(bearer: try signer.token())
        let first = gate.decide(request)
        #expect(first.decision == .allow)
        #expect(gate.authorizer.cachedTokenCount == 0)
        for _ in 0..<4 {
            let again = gate.decide(request)
            #expect(again.decision == .allow)
            #expect(again.bytes == first.bytes)
            #expect(gate.authorizer.cachedTokenCount == 1)
        }
    }

    @Test("A capacity of 0 caches nothing")
    func off() throws {
        let gate = try gate(capacity: 0)
        cache(TestRequest(bearer: try signer.token()), by: gate)
        #expect(gate.authorizer.cachedTokenCount == 0)
    }

    @Test("Never more than its capacity, and tokens in use stay", arguments: [1, 2, 5])
    func capacity(_ capacity: Int) throws {
        let gate = try gate(capacity: capacity)
        let favourite = TestRequest(bearer: try signer.token("\"jti\":\"favourite\""))
        cache(favourite, by: gate)
        for number in 0..<20 {
            cache(TestRequest(bearer: try signer.token("\"jti\":\(number)")), by: gate)
            #expect(gate.authorizer.cachedTokenCount <= capacity)
            cache(favourite, by: gate)
        }
        #expect(gate.authorizer.cachedTokenCount == capacity)
    }

    @Test("Tokens that are seen once, one a request, do not fill it")
    func onePerRequest() throws {
        let gate = try gate()
        for number in 0..<50 {
            #expect(gate.decide(bearer: try signer.token("\"jti\":\(number)")).decision == .allow)
        }
        #expect(gate.authorizer.cachedTokenCount == 0)
    }

    @Test("A token that a rule refuses is not cached")
    func refusedByRule() throws {
        let gate = try gate { $0.rules = [Rule(label: "r", requirement: Requirement(scopes: ["admin"]))] }
        let request = TestRequest(bearer: try signer.token())
        for _ in 0..<3 { #expect(gate.decide(request).reason == .scopeInsufficient) }
        #expect(gate.authorizer.cachedTokenCount == 0)
    }

    @Test("A cached token is checked against the clock, at both ends")
    func clock() throws {
        let gate = try gate()
        let request = TestRequest(bearer: try signer.token("\"nbf\":\(Claims.expiry - 7200)"))
        cache(request, by: gate)
        let end = Double(Claims.expiry) + 60
        #expect(gate.decide(request, now: end - 0.5).decision == .allow)
        #expect(gate.decide(request, now: end).reason == .tokenExpired)
        #expect(gate.authorizer.cachedTokenCount == 0)
        cache(request, by: gate)
        #expect(gate.decide(request, now: end - 7200 - 121).reason == .tokenNotYetValid)
        #expect(gate.decide(request).decision == .allow)
    }

    @Test("A cached token is checked for its age")
    func age() throws {
        let gate = try gate(requirements: Gate.requirements { $0.maxAge = .seconds(100) })
        let request = TestRequest(bearer: try signer.token("\"iat\":\(Int(Gate.now))"))
        cache(request, by: gate)
        #expect(gate.decide(request, now: Gate.now + 160).decision == .allow)
        #expect(gate.decide(request, now: Gate.now + 161).reason == .tokenExpired)
    }

    @Test("An entry has all claims that the rules need")
    func claimsOfRules() throws {
        let deep = try #require(ClaimPath("/a/b"))
        let literal = try #require(ClaimPath("/a/c"))
        let escaped = try #require(ClaimPath("x"))
        let gate = try gate { configuration in
            configuration.rules = [
                Rule(label: "0", paths: RuleTests.paths("/open"), access: .authenticated),
                Rule(
                    label: "1",
                    paths: RuleTests.paths("/deep"),
                    requirement: Requirement(claims: [.init(path: deep, anyOf: ["1"])])
                ),
                Rule(
                    label: "2",
                    paths: RuleTests.paths("/literal"),
                    requirement: Requirement(claims: [.init(path: literal, anyOf: ["2"])])
                ),
                Rule(
                    label: "3",
                    paths: RuleTests.paths("/escaped"),
                    requirement: Requirement(claims: [.init(path: escaped, anyOf: ["3"])])
                ),
                Rule(label: "4", paths: RuleTests.paths("/scp"), requirement: Requirement(scopes: ["admin"])),
                Rule(label: "5", paths: RuleTests.paths("/scopes"), requirement: Requirement(scopes: ["write"])),
            ]
        }
        let token = try signer.token(
            #""a":{"b":1,"c":7},"/a/c":2,"\u0078":3,"scp":["admin"],"scopes":"write","ballast":[[{"x":"y"}]]"#
        )
        for _ in 0..<3 { #expect(gate.decide(TestRequest(bearer: token, "GET", "/open")).decision == .allow) }
        #expect(gate.authorizer.cachedTokenCount == 1)
        for path in ["/deep", "/literal", "/escaped", "/scp", "/scopes"] {
            #expect(gate.decide(TestRequest(bearer: token, "GET", path)).decision == .allow, "\(path)")
        }
    }

    @Test("A trace runs every check, and takes nothing from memory")
    func traced() throws {
        let gate = try gate()
        let request = TestRequest(bearer: try signer.token())
        cache(request, by: gate)
        let trace = Trace()
        #expect(gate.decide(request, trace: trace).decision == .allow)
        #expect(trace.steps.contains { $0.check == "signature" })
    }

    @Test("A token is cached from any source")
    func anySource() throws {
        let gate = try gate { $0.tokenSources = [.bearer, .query(name: "t")] }
        let token = try signer.token()
        cache(TestRequest("GET", "/?t=\(token)"), by: gate)
        #expect(gate.decide(bearer: token).decision == .allow)
        #expect(gate.authorizer.cachedTokenCount == 1)
    }

    @Test("A cached token of usual size takes at most 1 KiB, whatever else is in its payload")
    func memory() throws {
        let names = [("X-Auth-Subject", "sub"), ("X-Auth-Company", "company"), ("X-Auth-Groups", "groups")]
        let headers = try names.map { name, claim in
            ClaimHeader(name: name, content: .claim(try #require(ClaimPath(claim)), .csv))
        }
        let company = try #require(ClaimPath("company"))
        let gate = try gate { configuration in
            configuration.claimHeaders = headers
            configuration.rules = [
                Rule(
                    label: "r",
                    requirement: Requirement(
                        scopes: ["read"],
                        claims: [.init(path: company, anyOf: [#""example""#])]
                    )
                )
            ]
        }
        let ballast = String(repeating: "b", count: 2000)
        let claims =
            #""company":"example","groups":["staff","engineering"],"scope":"openid profile read","iat":1,"nbf":1,"#
            + #""jti":"0123456789abcdef","ballast":["\#(ballast)",{"a":[1,2,3,4,5,6,7,8]}]"#
        for number in 1...10 {
            cache(TestRequest(bearer: try signer.token(claims + ",\"n\":\(number)")), by: gate)
            #expect(gate.authorizer.cachedTokenCount == number)
            #expect(gate.authorizer.cachedTokenBytes <= number * 1024)
        }
    }

    @Test("Large header lines count: fewer tokens are kept, and the memory stays within 1 KiB a token")
    func largeTokens() throws {
        let path = try #require(ClaimPath("x"))
        let gate = try gate(capacity: 8) { configuration in
            configuration.claimHeaders = [ClaimHeader(name: "X-Large", content: .claim(path, .plain))]
        }
        for number in 0..<12 {
            let value = String(repeating: "x", count: 2000) + "\(number)"
            cache(TestRequest(bearer: try signer.token("\"x\":\"\(value)\"")), by: gate)
            #expect(gate.authorizer.cachedTokenBytes <= 8 * 1024)
            #expect(gate.authorizer.cachedTokenCount > 0)
        }
    }

    @Test("What takes no memory any more is not counted")
    func freed() throws {
        let gate = try gate()
        let request = TestRequest(bearer: try signer.token())
        cache(request, by: gate)
        #expect(gate.authorizer.cachedTokenBytes > 0)
        #expect(gate.decide(request, now: 4e9).reason == .tokenExpired)
        #expect(gate.authorizer.cachedTokenBytes == 0)
    }
}
