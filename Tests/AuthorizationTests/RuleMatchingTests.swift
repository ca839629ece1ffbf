import Authorization
import JOSE
import TestSupport
import Testing

/// The compiled matcher finds what comparing every rule in its order finds.
@Suite("Rule matching")
struct RuleMatchingTests {
    private struct Maker {
        var random: SeededGenerator

        mutating func path() -> String {
            let words = ["a", "b", "ab", "aab", "abc", "", "x", "bca"]
            var path = (0..<Int.random(in: 1...5, using: &random)).map { _ in "/" + random.one(of: words) }.joined()
            // An empty segment is clear at the end only.
            while path.contains("//") { path.replace("//", with: "/") }
            return path
        }

        mutating func pattern() -> String {
            let words = ["a", "b", "ab", "abc", "*", "*", "a*", "*b", "a*b", "*a*", "a*b*c", "a**b", "**", "**", "x"]
            let count = Int.random(in: 1...4, using: &random)
            let segments = (0..<count).map { _ in "/" + random.one(of: words).replacing("a**b", with: "a*") }.joined()
            return segments + random.one(of: ["", "", "", "/", "/**"])
        }

        mutating func rule(_ number: Int) -> Rule {
            var rule = Rule(label: "\(number)", access: .denied)
            if !random.isOne(in: 8) {
                rule.paths = (0..<Int.random(in: 1...2, using: &random)).compactMap { _ in PathPattern(pattern()) }
            }
            if random.isOne(in: 4) {
                rule.methods = random.one(of: [["GET"], ["POST", "PUT"], ["HEAD"], ["GET", "X"], []])
            }
            if random.isOne(in: 4) || rule.paths == nil {
                rule.hosts = random.one(of: [["one.example"], ["two.example", "ONE.example"], ["[::1]"]])
            }
            return rule
        }
    }

    /// What an authorizer whose rules all deny makes of a request.
    private func find(_ gate: Gate, _ request: TestRequest) -> NaiveRules.Finding {
        let trace = Trace()
        let reason = gate.decide(request, trace: trace).reason
        return reason == .requestAmbiguous ? .ambiguous : .rule(trace.rule)
    }

    @Test("Random rules and requests", arguments: [1, 2, 3, 5, 8, 13, 40, 200])
    func random(_ count: Int) throws {
        var maker = Maker(random: SeededGenerator(UInt64(count)))
        for _ in 0..<(400 / count + 3) {
            let rules = (0..<count).map { maker.rule($0) }
            let naive = NaiveRules(rules)
            let gate = try Gate { $0.rules = rules }
            for _ in 0..<60 {
                let method = maker.random.one(of: ["GET", "HEAD", "POST", "PUT", "X", "Y", "get", "Head", nil])
                let host = maker.random.one(of: [
                    "one.example", "Two.Example.", "[::1]", "other.example", "a%2e", "x..", nil,
                ])
                let path = maker.random.isOne(in: 20) ? nil : maker.path()
                let found = find(gate, TestRequest(method, path, host: host))
                let expected = naive.find(method: method, host: host, path: path.map { Array($0.utf8) })
                #expect(found == expected, "\(path ?? "-") \(method ?? "-") \(host ?? "-")")
            }
        }
    }

    @Test("Thousands of rules of one form keep their order")
    func thousands() throws {
        let forms = ["/api/v1/r%/**", "/svc-%-*/x", "/*-%.json", "/**/deep%/x", "/a/**/f%-*/**", "/*/%"]
        for form in forms {
            let rules = (0..<3000).map { number in
                let paths = [PathPattern(form.replacing("%", with: "\(number)"))].compactMap { $0 }
                return Rule(label: "\(number)", paths: paths, access: .denied)
            }
            let gate = try Gate { $0.rules = rules }
            for number in [0, 1, 17, 1499, 2999] {
                let filled = form.replacing("%", with: "\(number)").replacing("**", with: "p/q").replacing(
                    "*",
                    with: "w"
                )
                let trace = Trace()
                _ = gate.decide(TestRequest("GET", filled), trace: trace)
                #expect(trace.rule == "\(number)", "\(filled)")
            }
            let none = Trace()
            _ = gate.decide(
                TestRequest("GET", form.replacing("%", with: "none").replacing("*", with: "w")),
                trace: none
            )
            #expect(none.rule == nil)
        }
    }

    @Test("Thousands of hosts, each with its rules, and those for all hosts between them")
    func hosts() throws {
        let rules = (0..<3000).map { number in
            Rule(label: "\(number)", hosts: number % 3 == 1 ? nil : ["h\(number).example"], access: .denied)
        }
        var limited = rules
        for number in limited.indices { limited[number].paths = [PathPattern("/p\(number % 7)")].compactMap { $0 } }
        let naive = NaiveRules(limited)
        let gate = try Gate { $0.rules = limited }
        for number in stride(from: 0, to: 3000, by: 113) {
            for path in ["/p\(number % 7)", "/p1", "/other"] {
                let host = "H\(number).example"
                let found = find(gate, TestRequest("GET", path, host: "\(host):443"))
                #expect(found == naive.find(method: "GET", host: host, path: Array(path.utf8)))
            }
        }
    }

    @Test("A path of many segments against many stars ends")
    func manySegments() throws {
        let patterns = [
            String(repeating: "/**/a", count: 20) + "/b", String(repeating: "/*", count: 40),
            "/" + String(repeating: "*a", count: 30) + "*b",
        ]
        let gate = try Gate { configuration in
            configuration.rules = patterns.map { Rule(label: $0, paths: RuleTests.paths($0), access: .denied) }
        }
        for path in [String(repeating: "/a", count: 3000), "/" + String(repeating: "a", count: 6000)] {
            #expect(gate.decide(TestRequest("GET", path)).reason == .tokenMissing)
        }
    }
}
