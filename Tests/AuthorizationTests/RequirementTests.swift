import Authorization
import JOSE
import TestSupport
import Testing

/// What a rule requires of a valid token.
@Suite("Requirements")
struct RequirementTests {
    private func check(_ requirement: Requirement, _ more: String) throws -> Reason? {
        let signer = Signer.ed25519()
        let gate = try Gate([signer]) { configuration in
            configuration.rules = [Rule(label: "rules[0]", requirement: requirement)]
        }
        return gate.decide(bearer: try signer.token(more)).reason
    }

    @Test(
        "Scopes: the union of three claims, by word",
        arguments: [
            (["admin"], #""scope":"admin""#, nil), (["admin"], #""scope":"read admin write""#, nil),
            (["admin"], #""scope":"administrator""#, .scopeInsufficient),
            (["admin"], #""scope":"Admin""#, .scopeInsufficient),
            (["admin"], #""scope":"superadmin read""#, .scopeInsufficient),
            (["admin"], #""scope":"""#, .scopeInsufficient),
            (["admin"], "", .scopeInsufficient), (["read", "admin"], #""scope":"admin""#, nil),
            (["admin"], #""scope":"  admin  ""#, nil), (["admin"], #""scope":["read","admin"]"#, nil),
            (["admin"], #""scope":[]"#, .scopeInsufficient), (["admin"], #""scp":"admin""#, nil),
            (["admin"], #""scp":["admin"]"#, nil), (["admin"], #""scopes":["admin"]"#, nil),
            (["admin"], #""scopes":"read admin""#, nil), (["admin"], #""scope":"read","scp":["admin"]"#, nil),
            (["admin"], #""scope":"admin","scp":7"#, .claimMalformed),
            (["admin"], #""scp":{"admin":1}"#, .claimMalformed),
            (["admin"], #""scp":["admin",7]"#, .claimMalformed), (["admin"], #""scopes":null"#, .claimMalformed),
            (["admin"], #""scope":7"#, .claimMalformed), (["admin"], #""scope":"\u0061dmin""#, nil),
            (["admin"], #""scope":"read,admin""#, .scopeInsufficient),
            (["admin"], #""scp":["not admin"]"#, .scopeInsufficient), (["admin"], #""scp":["\u0061dmin"]"#, nil),
            (["admin"], #""scope":"read\tadmin""#, .scopeInsufficient),
        ] as [([String], String, Reason?)]
    )
    func scopes(_ scopes: [String], _ claims: String, _ expected: Reason?) throws {
        #expect(try check(Requirement(scopes: scopes), claims) == expected)
    }

    @Test(
        "Claims: compared as JSON values, with an array any member",
        arguments: [
            ("company", [#""example""#], #""company":"example""#, true),
            ("company", [#""example""#], #""company":"ex\u0061mple""#, true),
            ("company", [#""example""#], #""company":"Example""#, false),
            ("company", [#""example""#], #""company":"example2""#, false),
            ("company", [#""example""#], "", false), ("company", [#""example""#], #""company":null"#, false),
            ("company", [#""other""#, #""example""#], #""company":"example""#, true),
            ("company", [#""example""#], #""company":["x","example"]"#, true),
            ("company", [#""example""#], #""company":["x",["example"]]"#, false),
            ("company", [#""example""#], #""company":[]"#, false),
            ("company", [#""example""#], #""company":{"example":true}"#, false),
            ("company", [#""caf\u00e9""#], #""company":"cafe\u0301""#, false),
            ("level", ["3"], #""level":3"#, true), ("level", ["3"], #""level":3.0"#, true),
            ("level", ["3"], #""level":30e-1"#, true),
            ("level", ["3"], #""level":"3""#, false), ("level", ["3"], #""level":3.1"#, false),
            ("level", [#""3""#], #""level":3"#, false),
            ("level", ["0"], #""level":-0"#, true), ("level", ["100"], #""level":1e2"#, true),
            ("level", ["0.1"], #""level":0.10"#, true),
            ("level", ["9007199254740993"], #""level":9007199254740993"#, true),
            ("level", ["9007199254740993"], #""level":9007199254740992"#, false),
            ("level", ["9007199254740993"], #""level":9007199254740992.0"#, false),
            ("level", ["9007199254740993.0"], #""level":9007199254740993"#, true),
            ("level", ["1e400"], #""level":1e401"#, false), ("level", ["1e400"], #""level":10e399"#, true),
            ("level", ["1e-400"], #""level":0"#, false), ("level", ["0"], #""level":0e99999999999999999999"#, true),
            ("admin", ["true"], #""admin":true"#, true), ("admin", ["true"], #""admin":"true""#, false),
            ("admin", ["true"], #""admin":false"#, false), ("admin", ["true"], #""admin":1"#, false),
            ("admin", ["null"], #""admin":null"#, true), ("admin", ["null"], "", false),
            ("address", [#"{"city":"Bern","n":1}"#], #""address":{"n":1.0,"city":"Bern"}"#, true),
            ("address", [#"{"city":"Bern"}"#], #""address":{"city":"Bern","n":1}"#, false),
            ("address", [#"{"city":"Bern","n":1}"#], #""address":{"city":"Bern"}"#, false),
            ("list", [#"["a","b"]"#], #""list":["a","b"]"#, true),
            ("list", [#"["a","b"]"#], #""list":["b","a"]"#, false),
            ("list", [#"["a","b"]"#], #""list":[["a","b"]]"#, true), ("list", [#"["a"]"#], #""list":["a","b"]"#, false),
            ("/address/city", [#""Bern""#], #""address":{"city":"Bern"}"#, true),
            ("/address/city", [#""Bern""#], #""address":{"city":"Basel"}"#, false),
            ("/address/city", [#""Bern""#], #""address":"Bern""#, false),
            ("/address/city", [#""Bern""#], #""/address/city":"Bern""#, true),
            ("/address/city", [#""Bern""#], #""/address/city":"Basel","address":{"city":"Bern"}"#, false),
            ("/groups/1", [#""b""#], #""groups":["a","b"]"#, true),
            ("/groups/01", [#""b""#], #""groups":["a","b"]"#, false),
            ("/groups/2", [#""b""#], #""groups":["a","b"]"#, false),
            ("/groups/+1", [#""b""#], #""groups":["a","b"]"#, false),
            ("/groups/-", [#""b""#], #""groups":["a","b"]"#, false),
            ("/groups/1", [#""b""#], #""groups":{"1":"b"}"#, true),
            ("/groups/99999999999999999999", [#""b""#], #""groups":["b"]"#, false),
            ("/a~1b/c~0d", ["1"], #""a/b":{"c~d":1}"#, true),
            ("https://x.example/role", ["1"], #""https://x.example/role":1"#, true),
            ("/", ["1"], #""":1"#, true), ("/a/", ["1"], #""a":{"":1}"#, true),
        ] as [(String, [String], String, Bool)]
    )
    func claims(_ path: String, _ anyOf: [String], _ claims: String, _ passes: Bool) throws {
        let path = try #require(ClaimPath(path))
        let reason = try check(Requirement(claims: [.init(path: path, anyOf: anyOf)]), claims)
        #expect(reason == (passes ? nil : .claimMismatch))
    }

    @Test("Every part of a requirement must hold")
    func allParts() throws {
        let requirement = Requirement(
            scopes: ["admin"],
            claims: [
                .init(path: try #require(ClaimPath("company")), anyOf: [#""example""#]),
                .init(path: try #require(ClaimPath("level")), anyOf: ["1", "2"]),
            ]
        )
        #expect(try check(requirement, #""scope":"admin","company":"example","level":2"#) == nil)
        #expect(try check(requirement, #""scope":"admin","company":"example","level":3"#) == .claimMismatch)
        #expect(try check(requirement, #""scope":"admin","level":1"#) == .claimMismatch)
        #expect(try check(requirement, #""company":"example","level":1"#) == .scopeInsufficient)
    }

    @Test("Pointers are unescaped, and no others are read", arguments: ["/~", "/a~", "/a~2", "/~~0", "/a/~x"])
    func noPointer(_ text: String) {
        #expect(ClaimPath(text) == nil)
    }

    @Test("A pointer is read byte by byte, whatever combines with its slashes")
    func combiningCharacters() throws {
        #expect(ClaimPath("/\u{301}a/b")?.pointer == ["\u{301}a", "b"])
        #expect(ClaimPath("/a/\u{301}b")?.pointer == ["a", "\u{301}b"])
        #expect(ClaimPath("a")?.pointer == nil)
        #expect(ClaimPath("/~01/~1")?.pointer == ["~1", "/"])
    }
}
