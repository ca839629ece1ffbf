import Authorization
import JOSE
import Testing

/// Paths that rules look at reach one rule however they are read, or are refused.
@Suite("Paths as rules compare them")
struct PathTests {
    /// Every request is denied, so that the answer shows whether the path was readable.
    private func gate() throws -> Gate {
        try Gate {
            $0.rules = [Rule(label: "rules[0]", paths: [PathPattern("/**")].compactMap { $0 }, access: .denied)]
        }
    }

    @Test(
        "Clear paths are read as rules compare them",
        arguments: [
            ("/", "/"), ("/a/b", "/a/b"), ("/a/", "/a/"), ("/%61dmin", "/admin"), ("/%41%5a", "/AZ"),
            ("/a%20b", "/a b"), ("/caf%C3%A9", "/café"), ("/caf\u{E9}", "/café"), ("/%F0%9F%98%80", "/😀"),
            ("/a?b", "/a"), ("/a?b=/../c;d\\e//", "/a"), ("/a?b=%2e%2f%zz", "/a"), ("/a?", "/a"), ("/?", "/"),
            ("/.hidden", "/.hidden"), ("/a.b", "/a.b"), ("/...", "/..."), ("/a..", "/a.."), ("/..a/", "/..a/"),
            ("/%3F", "/?"), ("/%23", "/#"), ("/a:b@c!$&'()*+,=~", "/a:b@c!$&'()*+,=~"),
        ]
    )
    func clear(_ target: String, _ path: String) throws {
        let trace = Trace()
        #expect(try gate().decide(TestRequest("GET", target), trace: trace).reason == .ruleDenied)
        #expect(trace.path == path)
    }

    @Test(
        "Unreadable paths are refused if a rule may depend on them",
        arguments: [
            "", "a", "*", "http://api.example/", "?a", "/a#b", "/a?b#c", "/#", "/a%00", "/a%0a", "/a%0D", "/a%1f",
            "/a%7f", "/a%2500", "/a%250a", "/a%257F", "/%", "/%6", "/%zz", "/%4", "/a%4g", "/%u0061", "/a b", "/a\tb",
            "/a\nb", "/a\u{7F}", "/a?b c", "/a?b\u{0}", "/%ff", "/%c3", "/%c3/", "/%c3%28", "/%c0%af", "/%ed%a0%80",
            "/%f4%90%80%80", "/%e2%82", "/%25ff", "/a\\b%5cc", "/a;b/c%3bd", "/a%2fb%252fc", "/a/../b/%2e%2e/c",
            "/a/.%2e/b/../c", "/a%3bb/c%253bd", "/;a/%2f\\b/../c//d",
        ]
    )
    func unreadable(_ target: String) throws {
        let trace = Trace()
        #expect(try gate().decide(TestRequest("GET", target), trace: trace).reason == .requestAmbiguous)
        #expect(trace.failure?.check == "request")
        let elsewhere = try Gate { configuration in
            configuration.rules = [
                Rule(label: "0", paths: RuleTests.paths("/**"), methods: ["POST"], access: .denied),
                Rule(label: "1", paths: RuleTests.paths("/**"), hosts: ["admin.example"], access: .denied),
            ]
        }
        #expect(elsewhere.decide(TestRequest("GET", target)).reason == .tokenMissing)
    }

    @Test(
        "Paths with several readings reach the rule that covers all of them",
        arguments: [
            "//", "//a", "/a//", "/a//b", "/.", "/..", "/./a", "/a/.", "/a/..", "/a/./b", "/a/../b", "/../", "/%2e",
            "/%2E%2e/", "/a%2eb", "/a/.%2e/b", "/a%2fb", "/a%2Fb", "/a%5cb", "/a%5Cb", "/a\\b", "/a;b", "/;",
            "/a/..;/b",
            "/a%3bb", "/a%3Bb", "/%252e", "/%25", "/100%25", "/a%252fb",
        ]
    )
    func severalReadings(_ target: String) throws {
        #expect(try gate().decide(TestRequest("GET", target)).reason == .ruleDenied)
    }

    @Test(
        "Raw bytes that are no UTF-8 are refused",
        arguments: [
            [0xFF], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
            [0xC3, 0x2F],
        ] as [[UInt8]]
    )
    func rawBytes(_ bytes: [UInt8]) throws {
        let request = TestRequest("GET", targetBytes: Array("/a".utf8) + bytes)
        #expect(try gate().decide(request).reason == .requestAmbiguous)
    }

    @Test("A target that was given twice, or none, is refused where rules look at paths")
    func unclearTarget() throws {
        for target in [Subrequest.Target.ambiguous, .absent] {
            var request = TestRequest()
            request.subrequest.target = target
            #expect(try gate().decide(request).reason == .requestAmbiguous)
        }
    }

    @Test("Where no rule looks at paths, no path is needed and none is refused")
    func notLookedAt() throws {
        let open = try Gate { $0.rules = [Rule(label: "rules[0]", methods: ["GET"], access: .anonymous)] }
        #expect(open.decide(TestRequest("GET", nil)).decision == .allow)
        #expect(open.decide(TestRequest("GET", "/a/../b")).decision == .allow)
        let plain = try Gate()
        #expect(plain.decide(TestRequest("GET", "/a/../b")).reason == .tokenMissing)
        #expect(plain.decide(TestRequest("GET", nil)).reason == .tokenMissing)
    }

    @Test("Contradicting headers are refused where rules look at methods or hosts alone")
    func contradictingHeaders() throws {
        for rule in [
            Rule(label: "rules[0]", methods: ["GET"], access: .anonymous),
            Rule(label: "rules[0]", hosts: ["api.example"], access: .anonymous),
        ] {
            let gate = try Gate { $0.rules = [rule] }
            var request = TestRequest()
            request.subrequest.target = .ambiguous
            #expect(gate.decide(request).reason == .requestAmbiguous)
        }
    }

    @Test("Another policy's rules do not make a path matter")
    func otherPolicy() throws {
        let gate = try Gate { configuration in
            configuration.policies = [
                "paths": [Rule(label: "p", paths: [PathPattern("/a")].compactMap { $0 }, access: .anonymous)]
            ]
        }
        #expect(gate.decide(TestRequest("GET", nil)).reason == .tokenMissing)
        #expect(gate.decide(TestRequest("GET", nil, policy: "paths")).reason == .requestAmbiguous)
        #expect(gate.decide(TestRequest("GET", "/a", policy: "paths")).decision == .allow)
    }

    @Test("The log's path is known where rules do not look at it, and never has the query")
    func loggedPath() throws {
        let trace = Trace()
        _ = try Gate().decide(TestRequest("POST", "/a/%61?access_token=secret"), trace: trace)
        #expect(trace.path == "/a/a")
        #expect(trace.method == "POST")
        let several = Trace()
        _ = try gate().decide(TestRequest("GET", "/a/../b?secret"), trace: several)
        #expect(several.path == "/a/../b")
    }
}
