import Authorization
import JOSE
import TestSupport
import Testing

/// Paths that can be read in several ways pass where every reading reaches the same rule, and nowhere else.
@Suite("Readings of paths")
struct PathReadingTests {
    private let signer = Signer.ed25519()

    private func gate() throws -> Gate {
        try Gate([signer]) { configuration in
            configuration.rules = [
                Rule(
                    label: "rules[0]",
                    paths: RuleTests.paths("/admin/**"),
                    requirement: Requirement(scopes: ["admin"])
                )
            ]
        }
    }

    @Test(
        "Real-life paths that reach no rule in any reading are allowed",
        arguments: [
            "/api/v4/projects/group%2Fname", "/@scope%2fname", "/bucket//key", "/app;jsessionid=1/x", "/a%2eb",
            "/_matrix/client/v3/rooms/%21id%3Aexample.org/state", "/keys/%2Fetc%2Fpasswd",
            "/cars;color=red;year=2012/x",
            "/api/v1/applications/https:%2F%2Fgit.example%2Frepo", "/s3/a//b///c", "/100%25", "/q%253D1", "/a\\b",
        ]
    )
    func allowed(_ path: String) throws {
        #expect(try gate().decide(TestRequest(bearer: try signer.token(), "GET", path)).decision == .allow)
    }

    @Test(
        "Paths of which one reading reaches the rule are refused",
        arguments: [
            "/x/..%2fadmin/users", "/x/%2e%2e/admin", "//admin/x", "/admin;v=1/x", "/x/%252e%252e/admin",
            "/x\\..\\admin",
            "/%2fadmin", "/%61dmin%2fx/..", "/x;/..;/admin", "/x/%2e%2e%2fadmin", "/x/..%3b/admin", "/x/..;a=b/admin",
            "/.//admin", "/x//../admin/y", "/%5cadmin", "/adm%2569n", "/x/%252e%252e%252fadmin",
        ]
    )
    func refused(_ path: String) throws {
        let trace = Trace()
        let request = TestRequest(bearer: try signer.token("\"scope\":\"admin\""), "GET", path)
        #expect(try gate().decide(request, trace: trace).reason == .requestAmbiguous)
        let found = try #require(trace.failure?.found)
        #expect(found.contains("rules[0]") && found.contains("no rule"), "\(found)")
    }

    @Test("A rule decides about paths of which every reading matches it", arguments: ["/admin/a%2Fb", "/admin//x"])
    func judged(_ path: String) throws {
        let gate = try gate()
        #expect(gate.decide(TestRequest(bearer: try signer.token(), "GET", path)).reason == .scopeInsufficient)
        let admin = try signer.token("\"scope\":\"admin\"")
        #expect(gate.decide(TestRequest(bearer: admin, "GET", path)).decision == .allow)
    }

    @Test("A kept slash is covered by a star alone, and by no literal")
    func keptSlash() throws {
        let gate = try Gate { configuration in
            configuration.rules = [
                Rule(label: "literal", paths: RuleTests.paths("/a%2fb", "/a\u{FF}b", "/a/b"), access: .denied),
                Rule(label: "star", paths: RuleTests.paths("/p/*", "/p/*/b"), access: .denied),
            ]
        }
        let trace = Trace()
        #expect(gate.decide(TestRequest("GET", "/a%2fb"), trace: trace).reason == .requestAmbiguous)
        #expect(trace.failure?.found.contains("no rule as sent, and literal") == true)
        #expect(gate.decide(TestRequest("GET", "/p/a%2fb")).reason == .ruleDenied)
    }

    @Test("A whole star covers an empty segment")
    func emptySegment() throws {
        let gate = try Gate { configuration in
            configuration.rules = [
                Rule(label: "0", paths: RuleTests.paths("/a/*/b", "/a/b"), access: .denied),
                Rule(label: "1", paths: RuleTests.paths("/c/*"), access: .denied),
            ]
        }
        #expect(gate.decide(TestRequest("GET", "/a//b")).reason == .ruleDenied)
        #expect(gate.decide(TestRequest("GET", "/c/")).reason == .ruleDenied)
    }

    @Test("A long path with many choices is refused without much work")
    func many() throws {
        let path = String(repeating: "/a;b%2f\\..//%2541", count: 2000)
        #expect(try gate().decide(TestRequest("GET", path)).reason == .requestAmbiguous)
    }
}
