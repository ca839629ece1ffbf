import Authorization
import JOSE
import TestSupport
import Testing

/// Which rule covers a request, and what its `access` means.
@Suite("Rules")
struct RuleTests {
    static func paths(_ texts: String...) -> [PathPattern] {
        texts.compactMap { PathPattern($0) }
    }

    @Test(
        "Path patterns",
        arguments: [
            ("/a/**", "/a", true), ("/a/**", "/a/", true), ("/a/**", "/a/b", true), ("/a/**", "/a/b/c/", true),
            ("/a/**", "/ab", false), ("/a/**", "/", false), ("/a/**", "/b/a", false),
            ("/**", "/", true), ("/**", "/a/b", true),
            ("/", "/", true), ("/", "/a", false),
            ("/a", "/a", true), ("/a", "/a/", false), ("/a/", "/a/", true), ("/a/", "/a", false), ("/a", "/A", false),
            ("/admin", "/%61dmin", true), ("/a b", "/a%20b", true), ("/café", "/caf%C3%A9", true),
            ("/*", "/a", true), ("/*", "/a/b", false), ("/*", "/", true), ("/*/", "/a/", true), ("/*/b", "/a/b", true),
            ("/a*", "/abc", true), ("/a*", "/a", true), ("/a*", "/ba", false), ("/*c", "/abc", true),
            ("/*c", "/cb", false),
            ("/a*c", "/abc", true), ("/a*c", "/ac", true), ("/a*a", "/a", false), ("/a*b*c", "/a-b-c", true),
            ("/a*b*c", "/a-c-b", false), ("/a*b*c", "/abbbc", true), ("/*a*a*", "/banana", true),
            ("/*a*a*", "/bna", false),
            ("/a*bc*c", "/abcc", true), ("/a*bc*c", "/abc", false),
            ("/**/c", "/c", true), ("/**/c", "/a/b/c", true), ("/**/c", "/c/d", false),
            ("/a/**/c", "/a/c", true), ("/a/**/c", "/a/b/b/c", true), ("/a/**/c", "/a/c/b", false),
            ("/a/**/c/**", "/a/x/c/y", true), ("/a/**/c/d", "/a/c/c/d", true), ("/a/**/b/**/c", "/a/b/b/c/c", true),
            ("/a/**/b/**/c", "/a/c/b", false), ("/**/**", "/", true), ("/a/**/**/b", "/a/b", true),
            ("/**/", "/a/", true), ("/**/", "/a", false), ("/a/**/", "/a/b/", true), ("/a/**/", "/a", false),
            ("/a/**/*.js", "/a/b/c.js", true), ("/a/**/*.js", "/a/b/c.css", false), ("/a/*/c", "/a//c", false),
        ]
    )
    func pattern(_ pattern: String, _ target: String, _ covers: Bool) throws {
        let gate = try Gate { configuration in
            configuration.rules = [Rule(label: "rules[0]", paths: Self.paths(pattern), access: .anonymous)]
        }
        #expect((gate.decide(TestRequest("GET", target)).decision == .allow) == covers)
    }

    @Test(
        "Patterns that can mean nothing are no patterns",
        arguments: ["", "a", "*", "/a**", "/**a", "/a/***", "/a/**b/c"]
    )
    func noPattern(_ text: String) {
        #expect(PathPattern(text) == nil)
    }

    @Test("Patterns are read byte by byte, whatever combines with a star or slash")
    func combiningCharacters() {
        #expect(PathPattern("/\u{301}") != nil)
        #expect(PathPattern("/a**\u{301}") == nil)
        #expect(PathPattern("/**\u{301}") == nil)
        #expect(PathPattern("/\u{301}a/**") != nil)
    }

    @Test(
        "Methods",
        arguments: [
            (["GET"], "GET", true), (["GET"], "HEAD", true), (["HEAD"], "GET", false), (["GET"], "POST", false),
            (["GET"], "get", false), (["POST", "PUT"], "PUT", true), (["GET"], nil, false), ([], "GET", false),
            (["PURGE"], "PURGE", true), (["GET"], "GETX", false),
        ] as [([String], String?, Bool)]
    )
    func methods(_ methods: [String], _ method: String?, _ covers: Bool) throws {
        let gate = try Gate { $0.rules = [Rule(label: "rules[0]", methods: methods, access: .anonymous)] }
        #expect((gate.decide(TestRequest(method, "/")).decision == .allow) == covers)
    }

    @Test(
        "Hosts",
        arguments: [
            ("api.example", "api.example", true), ("api.example", "API.Example", true),
            ("api.example", "api.example:8443", true), ("api.example", "api.example:", true),
            ("API.example", "api.EXAMPLE", true), ("api.example", "xapi.example", false),
            ("api.example", "api.example.evil", false), ("api.example", "evil:api.example", false),
            ("[::1]", "[::1]:80", true), ("[::1]", "[::1]", true), ("[::1]", "[::2]", false),
            ("api.example", nil, false),
        ] as [(String, String?, Bool)]
    )
    func hosts(_ configured: String, _ host: String?, _ covers: Bool) throws {
        let gate = try Gate { $0.rules = [Rule(label: "rules[0]", hosts: [configured], access: .anonymous)] }
        #expect((gate.decide(TestRequest("GET", "/", host: host)).decision == .allow) == covers)
    }

    @Test("Every part of a match must hold")
    func allParts() throws {
        let gate = try Gate { configuration in
            configuration.rules = [
                Rule(
                    label: "rules[0]",
                    paths: Self.paths("/a", "/b/**"),
                    methods: ["GET", "PUT"],
                    hosts: ["one.example", "two.example"],
                    access: .anonymous
                )
            ]
        }
        #expect(gate.decide(TestRequest("PUT", "/b/c", host: "two.example")).decision == .allow)
        #expect(gate.decide(TestRequest("PUT", "/c", host: "two.example")).reason == .tokenMissing)
        #expect(gate.decide(TestRequest("POST", "/b/c", host: "two.example")).reason == .tokenMissing)
        #expect(gate.decide(TestRequest("PUT", "/b/c", host: "three.example")).reason == .tokenMissing)
    }

    @Test("The first rule decides, though a later one is more exact")
    func firstMatch() throws {
        let gate = try Gate { configuration in
            configuration.rules = [
                Rule(label: "rules[0]", paths: Self.paths("/a/secret"), access: .denied),
                Rule(label: "rules[1]", paths: Self.paths("/a/**"), methods: ["GET"], access: .anonymous),
                Rule(label: "rules[2]", paths: Self.paths("/a/b"), access: .denied),
                Rule(label: "rules[3]", access: .optional),
            ]
        }
        func rule(_ method: String, _ target: String) -> String? {
            let trace = Trace()
            _ = gate.decide(TestRequest(method, target), trace: trace)
            return trace.rule
        }
        #expect(rule("GET", "/a/secret") == "rules[0]")
        #expect(rule("GET", "/a/b") == "rules[1]")
        #expect(rule("POST", "/a/b") == "rules[2]")
        #expect(rule("POST", "/a/c") == "rules[3]")
        #expect(rule("GET", "/") == "rules[3]")
    }

    @Test("No rule for a request: a valid token is required")
    func noRule() throws {
        let signer = Signer.ed25519()
        let gate = try Gate([signer]) { configuration in
            configuration.rules = [Rule(label: "rules[0]", paths: Self.paths("/public/**"), access: .anonymous)]
        }
        #expect(gate.decide(TestRequest("GET", "/other")).reason == .tokenMissing)
        #expect(gate.decide(TestRequest(bearer: try signer.token(), "GET", "/other")).decision == .allow)
    }

    @Test("What each access does with no token, a good one and a bad one")
    func access() throws {
        let signer = Signer.ed25519()
        let good = try signer.token()
        let subject = ClaimHeader(name: "X-Sub", content: .claim(try #require(ClaimPath("sub")), .plain))
        let expected: [(Rule.Access, none: Reason?, good: Reason?, bad: Reason?)] = [
            (.anonymous, nil, nil, nil),
            (.optional, nil, nil, .tokenMalformed),
            (.authenticated, .tokenMissing, nil, .tokenMalformed),
            (.denied, .ruleDenied, .ruleDenied, .ruleDenied),
        ]
        for (access, none, ofGood, ofBad) in expected {
            let gate = try Gate([signer]) { configuration in
                configuration.rules = [Rule(label: "rules[0]", access: access)]
                configuration.claimHeaders = [subject]
            }
            let anonymous = gate.decide(TestRequest())
            #expect(anonymous.reason == none, "\(access)")
            if none == nil { #expect(anonymous.lines == ["X-Sub:"]) }
            let known = gate.decide(bearer: good)
            #expect(known.reason == ofGood, "\(access)")
            if ofGood == nil { #expect(known.lines == [access == .anonymous ? "X-Sub:" : "X-Sub: alice"]) }
            #expect(gate.decide(bearer: "no.token").reason == ofBad, "\(access)")
        }
    }

    @Test("An optional rule refuses an ambiguous token")
    func optionalAmbiguous() throws {
        let gate = try Gate { $0.rules = [Rule(label: "rules[0]", access: .optional)] }
        #expect(gate.decide(TestRequest(headers: [("Authorization", "Bearer a, b")])).reason == .tokenAmbiguous)
    }

    @Test("Policies are chosen by name, exactly")
    func policies() throws {
        let gate = try Gate { configuration in
            configuration.rules = [Rule(label: "default", access: .denied)]
            configuration.policies = [
                "internal": [Rule(label: "internal", access: .anonymous)], "empty": [],
                "other": [Rule(label: "other", access: .optional)],
            ]
        }
        #expect(gate.decide(TestRequest()).reason == .ruleDenied)
        #expect(gate.decide(TestRequest(policy: "internal")).decision == .allow)
        #expect(gate.decide(TestRequest(policy: "empty")).reason == .tokenMissing)
        #expect(gate.decide(TestRequest(policy: "other")).decision == .allow)
        for name in ["Internal", "intern", "internal2", ""] {
            let trace = Trace()
            #expect(gate.decide(TestRequest(policy: name), trace: trace).reason == .ruleDenied)
            #expect(trace.failure?.check == "policy")
        }
    }
}

/// A question that is not for this listener is refused whatever the rules are.
@Suite("Questions without the listener's prefix")
struct ForeignQuestionTests {
    @Test("No rule, no token: refused all the same")
    func refused() throws {
        let gate = try Gate { _ in }
        var request = TestRequest("GET", "/")
        request.subrequest.target = .missingPathPrefix
        #expect(gate.decide(request).decision == .deny(.requestAmbiguous))
    }
}
