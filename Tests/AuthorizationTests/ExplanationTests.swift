import Authorization
import JOSE
import TestSupport
import Testing

/// `explain` runs the same checks and shows them in a form that is safe to print.
@Suite("Explanations")
struct ExplanationTests {
    private let signer = Signer.ed25519()

    private func gate() throws -> Gate {
        let requirements = Gate.requirements {
            $0.tokenTypes = ["at+jwt"]
            $0.requiredClaims = ["sub"]
            $0.maxAge = .seconds(86400)
        }
        let headers = try [("X-Sub", "sub"), ("X-Big", "big")].map { name, claim in
            ClaimHeader(name: name, content: .claim(try #require(ClaimPath(claim)), .plain))
        }
        let company = ClaimCondition(path: try #require(ClaimPath("company")), anyOf: [#""example""#])
        return try Gate([signer], requirements: requirements) { configuration in
            configuration.claimHeaders = headers
            configuration.rules = [
                Rule(label: "rules[0]", requirement: Requirement(scopes: ["admin"], claims: [company]))
            ]
        }
    }

    private func explain(_ token: String, by gate: Gate) -> Explanation {
        gate.authorizer.explain(ExplainRequest(token: token, sources: [.bearer]), now: Gate.now)
    }

    @Test("The same reason as the hot path's for every refused token, and the failed check comes last")
    func sameReason() throws {
        let gate = try gate()
        let tokens = try RefusedTokens.all(signer)
        #expect(tokens.count >= 60)
        for (name, token) in tokens {
            let answer = gate.decide(bearer: token)
            let explanation = explain(token, by: gate)
            #expect(answer.reason != nil, "\(name)")
            #expect(explanation.reason == answer.reason, "\(name)")
            #expect(explanation.status == answer.reason?.status, "\(name)")
            #expect(explanation.steps.last?.passed == false, "\(name)")
            #expect(explanation.headers.map { "\($0.name): \($0.value)" } == answer.lines, "\(name)")
        }
    }

    @Test("Neither token nor signature is shown, and nothing that a terminal would obey")
    func safe() throws {
        let gate = try gate()
        for (name, token) in try RefusedTokens.all(signer) {
            let explanation = explain(token, by: gate)
            let shown = explanation.lines() + [explanation.json]
            #expect(shown.allSatisfy { $0.utf8.allSatisfy { 0x20..<0x7F ~= $0 } }, "\(name)")
            let secrets = token.split(whereSeparator: { ".= ".contains($0) }).filter { $0.count > 12 }
            for secret in secrets { #expect(!shown.contains { $0.contains(secret) }, "\(name)") }
        }
    }

    @Test("An allow: each check in its order, and the headers that would be sent")
    func allowed() throws {
        let token = try signer.sign(header: RefusedTokens.header(), payload: RefusedTokens.payload())
        let explanation = explain(token, by: try gate())
        #expect(explanation.isAllowed)
        #expect(explanation.status == 200)
        #expect(!explanation.steps.contains { !$0.passed })
        let order = ["request", "rule", "token", "parts", "header", "payload", "issuer", "type", "algorithm", "expiry"]
        #expect(explanation.steps.map(\.check).starts(with: order))
        #expect(explanation.steps.last?.check == "headers")
        #expect(explanation.headers.map(\.name) == ["X-Sub", "X-Big"])
        #expect(explanation.headers.map(\.value) == ["alice", ""])
        #expect(explanation.issuer == Claims.issuer)
        #expect(explanation.keyID == "ed")
        #expect(explanation.rule == "rules[0]")
    }

    @Test("The lines for people")
    func text() throws {
        let trace = Trace()
        let gate = try Gate { configuration in
            configuration.rules = [Rule(label: "rules[0]", methods: ["GET"], access: .denied)]
            configuration.challenge = Challenge(realm: "api")
        }
        let answer = gate.decide(TestRequest("GET", "/é"), trace: trace)
        let explanation = Explanation(answer.decision, fields: answer.fields, steps: trace.steps, trace.description)
        #expect(
            explanation.lines() == [
                "pass  request  expected an unambiguous request; found nothing ambiguous that a rule depends on",
                "FAIL  rule     expected a rule that matches the request; found rules[0]: denied",
                "", "deny: 403 rule_denied",
            ]
        )
        #expect(explanation.lines(colors: true)[1].hasPrefix("\u{1B}[31mFAIL\u{1B}[0m"))
        #expect(explanation.path == "/é")
        #expect(explanation.json.contains(#""path":"/\u00e9""#))
        let missing = gate.decide(TestRequest("POST", "/"))
        #expect(
            Explanation(missing.decision, fields: missing.fields, steps: [], DecisionDescription()).lines() == [
                "", "deny: 401 token_missing", #"  WWW-Authenticate: Bearer realm="api""#,
            ]
        )
    }

    @Test("Long and hostile values are cut and escaped")
    func hostileValues() throws {
        let kid = String(repeating: "k", count: 5000)
        let token = try signer.sign(
            header: #"{"alg":"EdDSA","kid":"\#(kid)","typ":"\u001b]0;x\u0007\u202e"}"#,
            payload: RefusedTokens.payload()
        )
        let explanation = explain(token, by: try gate())
        #expect(explanation.reason == .typeNotAllowed)
        let shown = explanation.lines().joined(separator: "\n")
        #expect(shown.contains(#"\u{1b}]0;x\u{7}\u{202e}"#))
        #expect(explanation.lines().allSatisfy { $0.utf8.count < 1000 })
    }

    @Test("The object for programs")
    func json() throws {
        let token = try signer.sign(
            header: RefusedTokens.header(),
            payload: RefusedTokens.payload("aud", #""\u0007é""#)
        )
        let explanation = try gate().authorizer.explain(
            ExplainRequest(method: "PUT", target: "/a?b", token: token, sources: [.bearer]),
            now: Gate.now
        )
        let root = try JSONDocument(parsing: Array(explanation.json.utf8)).root
        #expect(root["answer"]?.string == "deny")
        #expect(root["status"]?.number == 401)
        #expect(root["reason"]?.string == "audience_mismatch")
        #expect(root["issuer"]?.string == Claims.issuer)
        #expect(root["kid"]?.string == "ed")
        #expect(root["rule"]?.string == "rules[0]")
        #expect(root["method"]?.string == "PUT")
        #expect(root["path"]?.string == "/a")
        #expect(root["headers"]?["WWW-Authenticate"]?.string?.hasPrefix("Bearer error=") == true)
        let checks = try #require(root["checks"]?.array)
        #expect(checks.count == explanation.steps.count)
        #expect(checks.last?["check"]?.string == "audience")
        #expect(checks.last?["expected"]?.string == "api")
        #expect(checks.last?["found"]?.string == explanation.steps.last?.found)
        #expect(checks.last?["passed"]?.bool == false)
    }

    @Test("Where keys would have to be fetched first there is no answer")
    func undecided() throws {
        let need = Need.keys(IssuerID(0))
        let explanation = Explanation(.pending(need), fields: AnswerFields(), steps: [], DecisionDescription())
        #expect(explanation.answer == "undecided")
        #expect(explanation.status == nil)
        #expect(!explanation.isAllowed)
        #expect(explanation.json == #"{"answer":"undecided","checks":[],"headers":{}}"#)
        #expect(explanation.lines() == ["", "undecided: the issuer's keys must be fetched first"])
    }

    // MARK: Requests

    @Test(
        "A token as people paste it",
        arguments: [
            "{T}", " {T}\n", "Bearer {T}", "bearer   {T}\r\n", "\n\tBEARER\t{T} ", "JWT {T}", "\u{A0}{T}\u{A0}",
        ]
    )
    func pasted(_ text: String) throws {
        let token = try signer.token()
        let sources = [
            [TokenSource.bearer, .header(name: "X-Token", scheme: "JWT")],
            [.cookie(name: "t"), .header(name: "A", scheme: "JWT")],
            [.query(name: "t"), .header(name: "A", scheme: "JWT")], [.header(name: "X-Token", scheme: "JWT")],
        ]
        for sources in sources {
            let gate = try Gate([signer]) { $0.tokenSources = sources }
            for target in ["/a", "/a?b=c", nil] {
                let request = ExplainRequest(
                    target: target,
                    token: text.replacing("{T}", with: token),
                    sources: sources
                )
                #expect(gate.authorizer.explain(request, now: Gate.now).isAllowed)
            }
        }
    }

    @Test("No token", arguments: ["", " \n", "Bearer", "bearer "])
    func noToken(_ text: String) throws {
        for source in [TokenSource.bearer, .cookie(name: "t"), .query(name: "t")] {
            let gate = try Gate { $0.tokenSources = [source] }
            let request = ExplainRequest(token: text, sources: [source])
            #expect(gate.authorizer.explain(request, now: Gate.now).reason == .tokenMissing)
        }
    }

    @Test("Method, target, host and policy are the request's")
    func request() throws {
        let gate = try Gate { configuration in
            configuration.policies = [
                "p": [
                    Rule(
                        label: "p",
                        paths: RuleTests.paths("/a"),
                        methods: ["PUT"],
                        hosts: ["api.example"],
                        access: .anonymous
                    )
                ]
            ]
        }
        func explain(_ method: String?, _ target: String?, _ host: String?, _ policy: String?) -> Explanation {
            let request = ExplainRequest(
                method: method,
                target: target,
                host: host,
                policy: policy,
                token: "",
                sources: [.bearer]
            )
            return gate.authorizer.explain(request, now: Gate.now)
        }
        #expect(explain("PUT", "/a", "api.example", "p").isAllowed)
        #expect(explain("GET", "/a", "api.example", "p").reason == .tokenMissing)
        #expect(explain("PUT", "/b", "api.example", "p").reason == .tokenMissing)
        #expect(explain("PUT", "/a", nil, "p").reason == .requestAmbiguous)
        #expect(explain("PUT", nil, "api.example", "p").reason == .requestAmbiguous)
        #expect(explain("PUT", "/a", "api.example", nil).reason == .tokenMissing)
        #expect(explain("PUT", "/a", "api.example", "q").reason == .ruleDenied)
    }
}
