import Authorization
import JOSE
import TestSupport
import Testing

/// A rule is never skipped because a fact that it looks at is missing.
@Suite("Missing facts")
struct MissingFactTests {
    private let signer = Signer.ed25519()

    private func reason(_ rules: [Rule], _ request: TestRequest) throws -> Reason? {
        var request = request
        request.add("Authorization", "Bearer \(try signer.token())")
        return try Gate([signer]) { $0.rules = rules }.decide(request).reason
    }

    private static func strict(
        hosts: [String]? = nil,
        methods: [String]? = nil,
        paths: [PathPattern]? = nil
    ) -> Rule {
        Rule(
            label: "rules[0]",
            paths: paths,
            methods: methods,
            hosts: hosts,
            requirement: Requirement(scopes: ["admin"])
        )
    }

    @Test(
        "A host that rules look at and that is missing, or no plain name",
        arguments: [
            nil, "", "a%2eexample", "a..", "admin.example..", "a,b", "a;b", ".", "admin.example%2e", "a b", "[::1",
        ]
    )
    func host(_ host: String?) throws {
        let request = TestRequest("GET", "/users", host: host)
        #expect(try reason([Self.strict(hosts: ["admin.example"])], request) == .requestAmbiguous)
        #expect(try reason([Self.strict(methods: ["DELETE"])], request) == nil)
    }

    @Test(
        "Hosts compare without case, port and one final dot, on both sides",
        arguments: ["admin.example", "admin.example.", "ADMIN.example.:8443", "Admin.Example:", "admin.example:80"]
    )
    func sameHost(_ host: String) throws {
        for written in ["admin.example", "Admin.example."] {
            let request = TestRequest("GET", "/users", host: host)
            #expect(try reason([Self.strict(hosts: [written])], request) == .scopeInsufficient)
        }
        #expect(try reason([Self.strict(hosts: ["other.example"])], TestRequest("GET", "/", host: host)) == nil)
    }

    @Test(
        "A method that rules look at and that is missing, or nearly one of theirs",
        arguments: [nil, "delete", "Delete"]
    )
    func method(_ method: String?) throws {
        let request = TestRequest(method, "/users")
        #expect(try reason([Self.strict(methods: ["DELETE"])], request) == .requestAmbiguous)
        #expect(try reason([Self.strict(hosts: ["admin.example"])], request) == nil)
    }

    @Test("HEAD is one of a rule's methods where GET is", arguments: ["head", "Head", "get"])
    func head(_ method: String) throws {
        #expect(try reason([Self.strict(methods: ["GET"])], TestRequest(method, "/")) == .requestAmbiguous)
        #expect(try reason([Self.strict(methods: ["POST"])], TestRequest(method, "/")) == nil)
    }

    @Test("A method that nearly is one of any rule's is missing for all rules")
    func otherRulesMethod() throws {
        let rules = [
            Rule(label: "0", hosts: ["a.example"], access: .anonymous),
            Rule(label: "1", paths: RuleTests.paths("/x/**"), methods: ["PUT"], access: .denied),
            Rule(label: "2", methods: ["POST"], access: .denied),
        ]
        for method in ["put", "post"] {
            let request = TestRequest(method, "/%zz", host: "a.example")
            #expect(try reason(rules, request) == .requestAmbiguous, "\(method)")
        }
        #expect(try reason(rules, TestRequest("get", "/%zz", host: "a.example")) == nil)
    }

    @Test("A path that rules look at and that is missing")
    func path() throws {
        let rule = Self.strict(paths: RuleTests.paths("/admin/**"))
        #expect(try reason([rule], TestRequest("GET", nil)) == .requestAmbiguous)
        var elsewhere = rule
        elsewhere.hosts = ["admin.example"]
        #expect(try reason([elsewhere], TestRequest("GET", nil)) == nil)
        #expect(try reason([elsewhere], TestRequest("GET", nil, host: nil)) == .requestAmbiguous)
    }

    @Test("An earlier rule that does not look at what is missing decides")
    func earlier() throws {
        let open = Rule(label: "rules[0]", paths: RuleTests.paths("/public/**"), access: .anonymous)
        let rules = [open, Self.strict(hosts: ["admin.example"])]
        #expect(try reason(rules, TestRequest("GET", "/public/a", host: nil)) == nil)
        #expect(try reason(rules, TestRequest("GET", "/users", host: nil)) == .requestAmbiguous)
        #expect(try reason(rules.reversed(), TestRequest("GET", "/public/a", host: nil)) == .requestAmbiguous)
    }

    @Test("A rule that another fact rules out is passed over")
    func ruledOut() throws {
        var rule = Self.strict(hosts: ["admin.example"], paths: RuleTests.paths("/admin/**"))
        #expect(try reason([rule], TestRequest("GET", "/users", host: nil)) == nil)
        #expect(try reason([rule], TestRequest("GET", "/admin/x", host: nil)) == .requestAmbiguous)
        rule.methods = ["POST"]
        #expect(try reason([rule], TestRequest("GET", "/admin/x", host: nil)) == nil)
    }

    @Test("Named policies behave alike")
    func policies() throws {
        let gate = try Gate([signer]) { $0.policies = ["internal": [Self.strict(hosts: ["admin.example"])]] }
        var request = TestRequest("GET", "/", host: nil, policy: "internal")
        request.add("Authorization", "Bearer \(try signer.token())")
        #expect(gate.decide(request).reason == .requestAmbiguous)
    }

    @Test("The record says what is missing, by the proxy's own name for it")
    func record() throws {
        let gate = try Gate { $0.rules = [Self.strict(hosts: ["admin.example"], methods: ["DELETE"])] }
        let trace = Trace()
        _ = gate.decide(TestRequest(nil, "/", host: nil), trace: trace)
        #expect(trace.failure?.found == "no host and no method; rules[0] depends on it")
        let other = Trace()
        _ = gate.decide(TestRequest("delete", "/", host: "a%2e"), trace: other)
        #expect(
            other.failure?.found
                == "host a%2e, which is not a plain host name and method delete, which differs from a rule's method only in "
                + "case; rules[0] depends on it"
        )
    }
}
