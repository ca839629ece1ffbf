import Authorization
import JOSE
import TestSupport
import Testing

/// The operators of a rule's claims, and what a rule asks of issuer and audience.
@Suite("Claim conditions")
struct ClaimConditionTests {
    private func reason(_ requirement: Requirement, _ more: String) throws -> Reason? {
        let signer = Signer.ed25519()
        let gate = try Gate([signer]) { configuration in
            configuration.rules = [Rule(label: "rules[0]", requirement: requirement)]
            configuration.cachedTokens = 4
        }
        let request = TestRequest(bearer: try signer.token(more))
        let first = gate.decide(request).reason
        // The same from memory.
        for _ in 0..<2 { #expect(gate.decide(request).reason == first) }
        return first
    }

    private func passes(_ more: String, _ change: (inout ClaimCondition) throws -> Void) throws -> Bool {
        var condition = ClaimCondition(path: try #require(ClaimPath("x")))
        try change(&condition)
        let reason = try reason(Requirement(claims: [condition]), more)
        #expect(reason == nil || reason == .claimMismatch)
        return reason == nil
    }

    @Test(
        "not",
        arguments: [
            (["true"], #""x":false"#, true), (["true"], #""x":true"#, false), (["true"], #""x":null"#, true),
            (["true"], "", false), ([#""a""#, #""b""#], #""x":"c""#, true), ([#""a""#, #""b""#], #""x":"b""#, false),
            ([#""a""#], #""x":["b","c"]"#, true), ([#""a""#], #""x":["b","a"]"#, false), (["1"], #""x":1.0"#, false),
            (["1"], #""x":"1""#, true), ([#""a""#], #""x":[]"#, true), ([], #""x":1"#, true),
        ] as [([String], String, Bool)]
    )
    func not(_ values: [String], _ claims: String, _ expected: Bool) throws {
        #expect(try passes(claims) { $0.not = values } == expected)
    }

    @Test(
        "contains",
        arguments: [
            ([#""a""#], #""x":["b","a"]"#, true), ([#""a""#], #""x":["ab"]"#, false),
            ([#""a""#], #""x":"b a c""#, true),
            ([#""a""#], #""x":"ab""#, false), ([#""a""#], #""x":"a""#, true),
            ([#""a""#, #""c""#], #""x":["c"]"#, true),
            (["1"], #""x":[1.0]"#, true), (["1"], #""x":"1""#, false), (["1"], #""x":1"#, false),
            ([#""a""#], "", false),
            ([#""a""#], #""x":{"a":1}"#, false), ([#""""#], #""x":"a  b""#, false),
            ([#""a""#], #""x":"\u0061 b""#, true),
            ([#""a b""#], #""x":"a b""#, false), ([#""a b""#], #""x":["a b"]"#, true),
            ([#""a""#], #""x":[["a"]]"#, false),
        ] as [([String], String, Bool)]
    )
    func contains(_ values: [String], _ claims: String, _ expected: Bool) throws {
        #expect(try passes(claims) { $0.contains = values } == expected)
    }

    @Test(
        "matches",
        arguments: [
            ([#".*@example\.com"#], #""x":"a@example.com""#, true),
            ([#".*@example\.com"#], #""x":"a@example.com.evil""#, false),
            ([#".*@example\.com"#], #""x":"a@exampleXcom""#, false), (["a+"], #""x":["b","aa"]"#, true),
            (["a+"], #""x":["b"]"#, false),
            (["a", "b"], #""x":"b""#, true), (["1"], #""x":1"#, false), (["true"], #""x":true"#, false),
            (["a"], "", false),
            ([""], #""x":"""#, true), ([""], #""x":"a""#, false), (["é+"], #""x":"\u00e9é""#, true),
            (["."], #""x":"é""#, true),
            (["."], #""x":"😀""#, true), ([".."], #""x":"\ud83d\ude00""#, false), (["[^a]"], #""x":"é""#, true),
            ([".*"], #""x":"a\u000ab""#, true), (["a"], #""x":{"a":"a"}"#, false),
        ] as [([String], String, Bool)]
    )
    func matches(_ patterns: [String], _ claims: String, _ expected: Bool) throws {
        #expect(try passes(claims) { $0.matches = try patterns.map { try ClaimPattern($0) } } == expected)
    }

    @Test(
        "at_least",
        arguments: [
            ("3", #""x":3"#, true), ("3", #""x":3.0"#, true), ("3", #""x":4"#, true),
            ("3", #""x":2.999999999999999999999"#, false),
            ("3", #""x":30e-1"#, true), ("3", #""x":-4"#, false), ("-3", #""x":-2"#, true), ("-3", #""x":-3.5"#, false),
            ("0", #""x":-0"#, true),
            ("-1", #""x":0"#, true), ("0", #""x":1e-400"#, true), ("3", #""x":"4""#, false), ("3", #""x":[4]"#, false),
            ("3", "", false),
            ("3", #""x":null"#, false), ("9007199254740993", #""x":9007199254740992"#, false),
            ("9007199254740993", #""x":9007199254740993"#, true), ("9007199254740992", #""x":9007199254740993"#, true),
            ("1e500", #""x":1e499"#, false), ("1e500", #""x":9e500"#, true), ("0.1", #""x":0.09"#, false),
            ("0.1", #""x":0.11"#, true),
            ("100", #""x":99.9"#, false), ("99.9", #""x":100"#, true), ("12", #""x":123"#, true),
            ("123", #""x":12"#, false),
            ("1.5", #""x":1.50"#, true), ("1e99999999999999999999", #""x":1"#, false),
        ] as [(String, String, Bool)]
    )
    func atLeast(_ number: String, _ claims: String, _ expected: Bool) throws {
        #expect(try passes(claims) { $0.atLeast = number } == expected)
    }

    @Test(
        "at_most",
        arguments: [
            ("3", #""x":3"#, true), ("3", #""x":2"#, true), ("3", #""x":3.000000000000000000001"#, false),
            ("-3", #""x":-3"#, true),
            ("-3", #""x":-2"#, false), ("3", #""x":"2""#, false), ("3", "", false), ("0", #""x":-1e-400"#, true),
            ("0", #""x":0.0"#, true),
        ] as [(String, String, Bool)]
    )
    func atMost(_ number: String, _ claims: String, _ expected: Bool) throws {
        #expect(try passes(claims) { $0.atMost = number } == expected)
    }

    @Test("Every operator must hold")
    func together() throws {
        let change = { (condition: inout ClaimCondition) in
            condition.atLeast = "1"
            condition.atMost = "9"
            condition.not = ["5"]
        }
        #expect(try passes(#""x":4"#, change))
        #expect(try !passes(#""x":5"#, change))
        #expect(try !passes(#""x":0"#, change))
        #expect(try !passes(#""x":10"#, change))
    }

    @Test("Exact order of random numbers, against integers of a common scale")
    func order() throws {
        let signer = Signer.ed25519()
        let path = try #require(ClaimPath("x"))
        var random = SeededGenerator(99)
        var configuration = AuthorizationConfiguration(issuers: [Gate.requirements()])
        let bounds = (0..<60).map { _ in Int.random(in: -2000...2000, using: &random) } + [0, 1, -1, 100, -100]
        for (number, bound) in bounds.enumerated() {
            let spelt = Self.spelling(bound, &random)
            let conditions = [
                ClaimCondition(path: path, atLeast: spelt), ClaimCondition(path: path, atMost: spelt),
                ClaimCondition(path: path, anyOf: [spelt]),
            ]
            for (kind, condition) in conditions.enumerated() {
                let rule = Rule(label: spelt, requirement: Requirement(claims: [condition]))
                configuration.policies["\(number).\(kind)"] = [rule]
            }
        }
        let gate = try Gate(configuration, keys: [[signer]])
        for value in (0..<8).map({ _ in Int.random(in: -2000...2000, using: &random) }) + bounds.prefix(8) + [0] {
            let spelt = Self.spelling(value, &random)
            let header = [("Authorization", "Bearer \(try signer.token(#""x":\#(spelt)"#))")]
            for (number, bound) in bounds.enumerated() {
                for (kind, expected) in [value >= bound, value <= bound, value == bound].enumerated() {
                    let answer = gate.decide(TestRequest(policy: "\(number).\(kind)", headers: header))
                    #expect((answer.decision == .allow) == expected, "\(spelt) \(bound) \(kind)")
                }
            }
        }
    }

    /// A hundredth of an integer, in one of the ways that JSON has for it.
    private static func spelling(_ hundredths: Int, _ random: inout SeededGenerator) -> String {
        let sign = hundredths < 0 ? "-" : ""
        let size = abs(hundredths)
        switch Int.random(in: 0...3, using: &random) {
        case 0: return "\(sign)\(size)e-2"
        case 1: return "\(sign)\(size / 100).\(size / 10 % 10)\(size % 10)"
        case 2: return "\(sign)\(size / 100).\(size / 10 % 10)\(size % 10)000"
        default: return "\(sign)0.000\(size < 1000 ? "0" : "")\(size < 100 ? "0" : "")\(size < 10 ? "0" : "")\(size)E+5"
        }
    }

    @Test("Issuers of a rule: another issuer's valid token is not enough")
    func issuers() throws {
        let signers = [Signer.ed25519(), Signer.ed25519(), Signer.ed25519()]
        let names = ["https://a.example", "https://b.example", "https://c.example"]
        var configuration = AuthorizationConfiguration(
            issuers: names.map { TokenRequirements(issuer: $0, audiences: .any) }
        )
        configuration.rules = [
            Rule(label: "r", requirement: Requirement(issuers: ["https://c.example", "https://a.example"]))
        ]
        let gate = try Gate(configuration, keys: signers.map { [$0] })
        for (number, expected) in [nil, Reason.claimMismatch, nil].enumerated() {
            let token = try signers[number].sign(
                payload: Claims.payload(changing: "iss", to: "\"\(names[number])\"")
            )
            #expect(gate.decide(bearer: token).reason == expected)
        }
    }

    @Test(
        "Audiences of a rule, beyond the issuer's",
        arguments: [
            (#"["api","admin"]"#, nil), (#"["api","root"]"#, nil), (#""api""#, .claimMismatch),
            (#"["api","Admin"]"#, .claimMismatch),
            (#"["admin"]"#, .audienceMismatch),
        ] as [(String, Reason?)]
    )
    func audiences(_ audience: String, _ expected: Reason?) throws {
        let signer = Signer.ed25519()
        let gate = try Gate([signer]) { configuration in
            configuration.rules = [Rule(label: "r", requirement: Requirement(audiences: ["admin", "root"]))]
        }
        let token = try signer.sign(payload: Claims.payload(changing: "aud", to: audience))
        for _ in 0..<3 { #expect(gate.decide(bearer: token).reason == expected) }
    }

    @Test("A rule's audiences are missed where `aud` may be absent")
    func noAudience() throws {
        let signer = Signer.ed25519()
        let gate = try Gate([signer], requirements: Gate.requirements { $0.audiences = .any }) { configuration in
            configuration.rules = [Rule(label: "r", requirement: Requirement(audiences: ["admin"]))]
        }
        let token = try signer.sign(payload: Claims.payload(changing: "aud", to: nil))
        #expect(gate.decide(bearer: token).reason == .claimMismatch)
    }

    @Test("Each condition is in the trace with what was expected and found")
    func traced() throws {
        let signer = Signer.ed25519()
        var condition = ClaimCondition(path: try #require(ClaimPath("level")), atLeast: "3")
        condition.not = ["7"]
        let gate = try Gate([signer]) { configuration in
            configuration.rules = [Rule(label: "r", requirement: Requirement(scopes: ["read"], claims: [condition]))]
        }
        let trace = Trace()
        let request = TestRequest(bearer: try signer.token(#""level":2,"scope":"read write""#))
        #expect(gate.decide(request, trace: trace).reason == .claimMismatch)
        let steps = trace.steps.filter { $0.check == "rule" }.dropFirst()
        #expect(steps.map(\.expected) == ["scope read", "claim `level` is not 7", "claim `level` is at least 3"])
        #expect(steps.map(\.found) == [#"`scope` "read write""#, "2", "2"])
        #expect(steps.map(\.passed) == [true, true, false])
    }
}
