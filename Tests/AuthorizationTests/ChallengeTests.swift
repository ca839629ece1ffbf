import Authorization
import JOSE
import TestSupport
import Testing

/// The response that a refused client gets (RFC 6750 section 3, RFC 9728 section 5.1).
@Suite("Challenges")
struct ChallengeTests {
    private static let invalidToken =
        #"error="invalid_token", error_description="The access token is expired, revoked, malformed or not valid here""#
    private static let invalidRequest =
        #"error="invalid_request", error_description="The request must carry exactly one access token""#
    private static let insufficientScope =
        #"error="insufficient_scope", error_description="The access token lacks a scope that this request requires""#
    private static let metadata = "https://api.example/.well-known/oauth-protected-resource"

    @Test("No token: no error; and nothing but the scheme where nothing is configured")
    func missing() throws {
        #expect(try Gate().decide(TestRequest()).lines == ["WWW-Authenticate: Bearer"])
        let gate = try Gate { $0.challenge = Challenge(realm: "api", resourceMetadata: Self.metadata) }
        #expect(
            gate.decide(TestRequest()).lines == [
                #"WWW-Authenticate: Bearer realm="api", resource_metadata="\#(Self.metadata)""#
            ]
        )
    }

    @Test("A bad token")
    func bad() throws {
        #expect(try Gate().decide(bearer: "x").lines == ["WWW-Authenticate: Bearer \(Self.invalidToken)"])
        let gate = try Gate { $0.challenge = Challenge(realm: "api", resourceMetadata: Self.metadata) }
        #expect(
            gate.decide(bearer: "x").lines == [
                #"WWW-Authenticate: Bearer realm="api", \#(Self.invalidToken), resource_metadata="\#(Self.metadata)""#
            ]
        )
    }

    @Test("Several tokens")
    func ambiguous() throws {
        let answer = try Gate().decide(bearer: "a, Bearer b")
        #expect(answer.lines == ["WWW-Authenticate: Bearer \(Self.invalidRequest)"])
    }

    @Test("Missing scopes are named")
    func scopes() throws {
        let signer = Signer.ed25519()
        let gate = try Gate([signer]) { configuration in
            configuration.challenge = Challenge(realm: "api", resourceMetadata: Self.metadata)
            configuration.rules = [Rule(label: "r", requirement: Requirement(scopes: ["admin", "write"]))]
        }
        #expect(
            gate.decide(bearer: try signer.token()).lines == [
                #"WWW-Authenticate: Bearer realm="api", \#(Self.insufficientScope), scope="admin write", "#
                    + #"resource_metadata="\#(Self.metadata)""#
            ]
        )
    }

    @Test("Refusals by rule or request carry no challenge")
    func forbidden() throws {
        let signer = Signer.ed25519()
        let company = try #require(ClaimPath("company"))
        let gate = try Gate([signer]) { configuration in
            configuration.rules = [
                Rule(label: "0", paths: RuleTests.paths("/denied"), access: .denied),
                Rule(label: "1", requirement: Requirement(claims: [.init(path: company, anyOf: ["1"])])),
            ]
        }
        #expect(gate.decide(TestRequest("GET", "/denied")).lines == [])
        #expect(gate.decide(TestRequest("GET", "/%00")).lines == [])
        let mismatch = gate.decide(bearer: try signer.token())
        #expect(mismatch.reason == .claimMismatch)
        #expect(mismatch.lines == [])
    }

    @Test("No usable keys: when to come again, and no challenge")
    func unavailable() throws {
        let signer = Signer.ed25519()
        let answer = try Gate().decide(bearer: try signer.token())
        #expect(answer.reason == .keysUnavailable)
        #expect(answer.lines == ["Retry-After: 2"])
    }

    @Test("A rule's own resource metadata, in each of its challenges")
    func ruleMetadata() throws {
        let signer = Signer.ed25519()
        let gate = try Gate([signer]) { configuration in
            configuration.challenge = Challenge(realm: "api", resourceMetadata: Self.metadata)
            configuration.rules = [
                Rule(
                    label: "mcp",
                    paths: RuleTests.paths("/mcp/**"),
                    requirement: Requirement(scopes: ["tools"]),
                    resourceMetadata: "https://api.example/mcp"
                )
            ]
        }
        let own = #"resource_metadata="https://api.example/mcp""#
        for (token, error) in [(nil, ""), ("x", "invalid_token"), (try signer.token(), "insufficient_scope")] {
            let request = token.map { TestRequest(bearer: $0, "GET", "/mcp/a") } ?? TestRequest("GET", "/mcp/a")
            let challenge = try #require(gate.decide(request)["WWW-Authenticate"])
            #expect(challenge.hasPrefix(#"Bearer realm="api""#))
            #expect(challenge.hasSuffix(own))
            #expect(challenge.contains(error))
        }
        #expect(gate.decide(TestRequest("GET", "/"))["WWW-Authenticate"]?.contains(Self.metadata) == true)
    }

    @Test("A realm cannot break out of its quotes")
    func quoting() throws {
        let gate = try Gate { $0.challenge = Challenge(realm: "a\"b\\c\r\nX: y\u{7F}é") }
        #expect(gate.decide(TestRequest()).lines == [#"WWW-Authenticate: Bearer realm="a\"b\\cX: y""#])
    }

    @Test("Every reason against a token shows the client only its error code", arguments: Reason.allCases)
    func fixedSentences(_ reason: Reason) throws {
        // The statuses are the contract's.
        let forbidden: Set<Reason> = [
            .scopeInsufficient, .claimMismatch, .ruleDenied, .requestAmbiguous, .headersTooLarge,
        ]
        #expect(reason.status == (forbidden.contains(reason) ? 403 : reason == .keysUnavailable ? 503 : 401))
    }
}
