import Authorization
import JOSE
import TestSupport
import Testing

/// The language of `matches`.
@Suite("Claim patterns")
struct ClaimPatternTests {
    /// Which of the texts each pattern covers, asked through decisions: a policy a pattern, a token a text.
    private func covered(_ patterns: [String], _ texts: [String]) throws -> [[Bool]] {
        let signer = Signer.ed25519()
        let path = try #require(ClaimPath("x"))
        var configuration = AuthorizationConfiguration(issuers: [Gate.requirements()])
        for (number, pattern) in patterns.enumerated() {
            let condition = ClaimCondition(path: path, matches: [try ClaimPattern(pattern)])
            configuration.policies["p\(number)"] = [Rule(label: pattern, requirement: Requirement(claims: [condition]))]
        }
        configuration.policies["all"] = []
        let all = try Gate(configuration, keys: [[signer]])
        return try texts.map { text in
            let token = try signer.token("\"x\":\"\(text)\"")
            let header = [("Authorization", "Bearer \(token)")]
            for _ in 0..<2 { #expect(all.decide(TestRequest(policy: "all", headers: header)).decision == .allow) }
            return patterns.indices.map { number in
                all.decide(TestRequest(policy: "p\(number)", headers: header)).decision == .allow
            }
        }
    }

    @Test(
        "What patterns cover",
        arguments: [
            ("abc", ["abc"], ["ab", "abcd", "xabc", ""]), ("", [""], ["a"]), ("a|b", ["a", "b"], ["ab", ""]),
            ("ab|cd", ["ab", "cd"], ["abd", "acd"]), ("a(b|c)d", ["abd", "acd"], ["ad", "abcd"]),
            ("(a|)b", ["ab", "b"], ["aab"]),
            ("a*", ["", "a", "aaaa"], ["b", "ab"]), ("a+", ["a", "aa"], [""]), ("a?", ["", "a"], ["aa"]),
            ("(ab)*", ["", "abab"], ["aba"]),
            ("a{3}", ["aaa"], ["aa", "aaaa"]), ("a{2,}", ["aa", "aaaaa"], ["a"]),
            ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]),
            ("a{0}", [""], ["a"]), ("a{0,1}", ["", "a"], ["aa"]), ("(ab){2}", ["abab"], ["ab", "ababab"]),
            (".", ["a", "é", "😀", " "], ["", "ab"]),
            (".{2}", ["ab", "é😀"], ["é", "aéb"]), ("[abc]", ["a", "c"], ["d", "ab"]), ("[a-c]", ["b"], ["d", "-"]),
            ("[a-]", ["a", "-"], ["b"]),
            ("[-a]", ["-"], ["b"]), ("[^a-c]", ["d", "é", "^"], ["a", ""]), (#"[\]\\]"#, ["]", #"\\"#], ["a"]),
            (#"[\d_]+"#, ["1_2"], ["a"]),
            (#"\d+"#, ["0123456789"], ["", "a", "٣"]), (#"\w+"#, ["aZ_9"], ["a-b", "é"]),
            (#"a\sb"#, ["a b", #"a\tb"#], ["ab"]),
            (#"\."#, ["."], ["a"]), (#"a\*"#, ["a*"], ["aa"]), (#"\^\$"#, ["^$"], [""]),
            ("é|ü", ["é", "ü"], ["e", "Ã"]), ("é*", ["", "ééé"], ["é\u{301}"]),
            ("[.]", ["."], ["a"]), ("[*+?]", ["*", "?"], ["a"]), ("(a*)*", ["", "aaa"], ["b"]),
            ("(a|aa)+b", ["aaab"], ["aaa"]),
            (".*@(a|b)\\.example", ["x@a.example", "@b.example"], ["x@c.example", "x@a-example"]),
            ("a.c", ["abc", "a.c"], ["ac"]),
            ("x-y:z/@#!%&,;<=>~'", ["x-y:z/@#!%&,;<=>~'"], ["x"]),
        ]
    )
    func covers(_ pattern: String, _ yes: [String], _ no: [String]) throws {
        let results = try covered([pattern], yes + no).map { $0[0] }
        #expect(results == yes.map { _ in true } + no.map { _ in false })
    }

    @Test(
        "What is no pattern",
        arguments: [
            "*", "+a", "?", "a**", "a+?", "a{2}{3}", "a|*", "(", ")", "(a", "a)", "(?:a)", "(?i)a", "[", "[]", "[^]",
            "[a", "[b-a]", "[é]", "[a-é]",
            "[[a]", "]", "}", "{2}", "a{", "a{}", "a{x}", "a{2", "a{3,2}", "a{1001}", "a{2,1}", "^a", "a$", "\\", "\\a",
            "\\b", "\\1", "\\é", "\\D",
            "(a{100}){11}", "((a{9}){9}){13}", "[a-\\d]",
        ]
    )
    func refused(_ text: String) {
        #expect(throws: ClaimPatternError.self) { try ClaimPattern(text) }
    }

    @Test("Too much nesting and too many alternatives are refused")
    func tooLarge() {
        #expect(throws: ClaimPatternError.self) {
            try ClaimPattern(String(repeating: "(", count: 33) + String(repeating: ")", count: 33))
        }
        #expect(throws: ClaimPatternError.self) {
            try ClaimPattern(Array(repeating: "abcdefghij", count: 101).joined(separator: "|"))
        }
        #expect(throws: ClaimPatternError.self) {
            try ClaimPattern(String(repeating: "(", count: 30) + "a" + String(repeating: "+)", count: 30))
        }
    }

    @Test("An error has its position")
    func errorPlace() {
        do {
            _ = try ClaimPattern("ab^")
            Issue.record("no error")
        } catch {
            #expect(error.offset == 2)
            let expected = "a pattern always matches the whole value: remove ^, or write \\^, at character 3"
            #expect(error.description == expected)
        }
    }

    @Test("Random patterns cover what Swift's own expressions do")
    func random() throws {
        var random = SeededGenerator(0xA11)
        var patterns: [String] = []
        while patterns.count < 150 { patterns.append(Self.pattern(3, &random)) }
        let texts = Set(
            (0..<60).map { _ in
                String(
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" }
                )
            }
        ).sorted()
        let results = try covered(patterns, texts)
        for (number, pattern) in patterns.enumerated() {
            let expression = try Regex(pattern)
            for (place, text) in texts.enumerated() {
                let expected = try expression.wholeMatch(in: text) != nil
                #expect(results[place][number] == expected, "\(pattern) \(text)")
            }
        }
    }

    private static func pattern(_ depth: Int, _ random: inout SeededGenerator) -> String {
        switch Int.random(in: 0...(depth > 0 ? 9 : 2), using: &random) {
        case 0, 1: return ["a", "b", "c", ".", "[ab]", "[^a]", "[b-c]"].randomElement(using: &random) ?? "a"
        case 2: return ["a", "b"].randomElement(using: &random) ?? "a"
        case 3: return pattern(depth - 1, &random) + "|" + pattern(depth - 1, &random)
        case 4, 5:
            let repetition = ["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}"].randomElement(using: &random) ?? "*"
            return "(" + pattern(depth - 1, &random) + ")" + repetition
        default: return "(" + pattern(depth - 1, &random) + ")(" + pattern(depth - 1, &random) + ")"
        }
    }

    @Test(
        "Patterns that take others exponential time end at once",
        arguments: ["(a*)*b", "(a|a)*b", "(a|aa)+b", "(.*a){20}b"]
    )
    func hostile(_ pattern: String) throws {
        #expect(try covered([pattern], [String(repeating: "a", count: 3000)]) == [[false]])
    }
}
