import Authorization
import JOSE
import TestSupport
import Testing

/// Random rules and spellings of paths, judged by an oracle of its own: ``NaiveRules`` tries every choice of every reading.
@Suite("Readings of paths beside an oracle")
struct PathOracleTests {
    private struct Maker {
        var random: SeededGenerator

        mutating func path() -> [UInt8] {
            let pieces = [
                "a", "b", "admin", "%61", "/", "/", "/", "/", "//", ".", "..", "%2e", "%2E%2e", ";", ";x=1", "%3b",
                "\\",
                "%5C", "%2f", "%252f", "%252e%252e", "%2561", "%25", "%255c", "%253b", "/..", "/../", "/./", "é",
                "%c3%a9",
            ]
            let rare = ["#", "%", "%zz", "%00", "%2500", "%ff", "%25ff", "?x=/../y", "%7f", " "]
            let spelling = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                random.isOne(in: 60) ? random.one(of: rare) : random.one(of: pieces)
            }
            return Array(("/" + spelling.joined()).utf8)
        }

        mutating func pattern() -> String {
            let words = ["a", "b", "admin", "ab", "*", "a*", "*b", "**", "", ".", "..", "a;x=1", "%2e", "é"]
            let segments = (0..<Int.random(in: 1...3, using: &random)).map { _ in "/" + random.one(of: words) }.joined()
            return segments + random.one(of: ["", "", "/", "/**", "/**"])
        }

        mutating func rule(_ number: Int) -> Rule {
            var rule = Rule(label: "\(number)", access: random.one(of: [.denied, .anonymous]))
            if !random.isOne(in: 8) {
                rule.paths = (0..<Int.random(in: 1...2, using: &random)).compactMap { _ in PathPattern(pattern()) }
            }
            if random.isOne(in: 4) { rule.methods = random.one(of: [["GET"], ["POST"]]) }
            if random.isOne(in: 4) || rule.paths == nil { rule.hosts = ["one.example"] }
            return rule
        }
    }

    /// Sets of rules for each seed, with 20 requests each.
    private static let rounds = 50

    @Test("The same finding, and no request allowed that a reading of it is refused for", arguments: 1...8)
    func random(_ seed: Int) throws {
        var maker = Maker(random: SeededGenerator(UInt64(1000 + seed)))
        var several = 0
        var allowed = 0
        for _ in 0..<Self.rounds {
            let rules = (0..<Int.random(in: 1...5, using: &maker.random)).map { maker.rule($0) }
            let naive = NaiveRules(rules)
            let gate = try Gate { $0.rules = rules }
            for _ in 0..<20 {
                let path = maker.path()
                let method = maker.random.one(of: ["GET", "POST", "PUT", "get", nil])
                let host = maker.random.one(of: ["one.example", "One.example.:80", "two.example", nil])
                let trace = Trace()
                let answer = gate.decide(TestRequest(method, targetBytes: path, host: host), trace: trace)
                let found: NaiveRules.Finding = answer.reason == .requestAmbiguous ? .ambiguous : .rule(trace.rule)
                // The query is nothing that rules look at.
                let judged = path.contains(UInt8(ascii: "#")) ? path : Array(path.prefix { $0 != UInt8(ascii: "?") })
                let expected = naive.find(method: method, host: host, path: judged)
                #expect(found == expected, "\(String(decoding: path, as: UTF8.self)) \(rules)")
                let readings = NaivePathReadings.of(judged) ?? []
                several += readings.count > 1 ? 1 : 0
                guard answer.decision == .allow else { continue }
                allowed += 1
                for reading in readings {
                    #expect(naive.isAllowed(method: method, host: host, reading: reading))
                }
            }
        }
        // Otherwise the comparison would say little.
        #expect(several > 10 * Self.rounds && allowed > Self.rounds / 2, "\(several) \(allowed)")
    }
}
