import Settings
import Testing

@Suite("Texts that are not a configuration")
struct HostileTextTests {
    @Test(
        "Nothing to read",
        arguments: ["", "\n", "# nothing\n", "\u{FEFF}", " \n \n"]
    )
    func empty(_ text: String) {
        #expect(diagnostics(in: text) == ["postern.yaml: error: the file is empty; 'issuers' is required"])
    }

    @Test(
        "Something else than a mapping",
        arguments: [
            ("---\n", "2:1: error: expected a mapping, found nothing"),
            ("hello", "1:1: error: expected a mapping, found text"),
            ("- a", "1:1: error: expected a mapping, found a list"),
            ("5", "1:1: error: expected a mapping, found a number"),
        ]
    )
    func notAMapping(_ text: String, _ expected: String) {
        #expect(diagnostics(in: text) == ["postern.yaml:" + expected])
    }

    @Test("A byte order mark and CRLF move nothing")
    func lineEnds() {
        let text = "\u{FEFF}threads: x\r\nlog:\r\n  level: y\r\n" + DiagnosticCase.minimal
        #expect(
            diagnostics(in: text) == [
                "postern.yaml:1:10: error: threads: expected auto or an integer, found 'x'",
                "postern.yaml:3:10: error: log.level: expected trace, debug, info, notice, warning, error or critical, "
                    + "found 'y'",
            ]
        )
        #expect(throws: Never.self) { try load("\u{FEFF}threads: 2\r\n" + DiagnosticCase.minimal) }
    }

    @Test(
        "Control characters are found at their location",
        arguments: [("log: \u{0}\n", "1:6"), ("threads: 2\r\nlog: \u{1}\n", "2:6"), ("é: 1\nadmin: é\u{7F}\n", "2:9")]
    )
    func controls(_ text: String, _ place: String) {
        #expect(
            diagnostics(in: text + DiagnosticCase.minimal) == [
                "postern.yaml:\(place): error: not YAML: control characters are not allowed"
            ]
        )
    }

    @Test("Columns count characters, not bytes")
    func columns() {
        #expect(
            diagnostics(in: "log: { \"é\u{1F512}\": 1, level: 5 }\n" + DiagnosticCase.minimal).last?.hasPrefix(
                "postern.yaml:1:24: "
            ) == true
        )
    }

    @Test("A few bytes cannot expand to billions of values")
    func billionLaughs() {
        let bomb = (1...30).reduce("a0: &a0 [x]\n") { text, level in
            text + "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
        }
        #expect(
            diagnostics(in: bomb + DiagnosticCase.minimal)
                == ["postern.yaml: error: the aliases expand to too many values; use fewer of them"]
        )
    }

    @Test(
        "Deep nesting is refused",
        arguments: [
            (32, "1:35: error: nested deeper than 32 levels"), (900, "1:35: error: nested deeper than 32 levels"),
            (100_000, "1:5: error: not YAML: Maximum nesting level reached"),
        ]
    )
    func nesting(_ depth: Int, _ expected: String) {
        let text = "x: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "\n"
        let found = diagnostics(in: text + DiagnosticCase.minimal)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("postern.yaml:" + expected) == true)
    }

    @Test("A chain of aliases is as deep as its value")
    func chain() {
        let open = String(repeating: "[", count: 20)
        let close = String(repeating: "]", count: 20)
        let text = "a: &a \(open)x\(close)\nb: &b \(open)*a\(close)\n"
        #expect(
            diagnostics(in: text + DiagnosticCase.minimal) == ["postern.yaml:1:18: error: nested deeper than 32 levels"]
        )
    }

    @Test(
        "Repeated keys that cannot be disguised are reported alone",
        arguments: [
            ("&a log: {}\nlog: {}\n", "1:1", "log"), ("\"lo\\u0067\": {}\nlog: {}\n", "1:1", "log"),
            ("? \n: 1\n? \n: 2\n", "1:2", ""),
        ]
    )
    func undisguised(_ text: String, _ place: String, _ key: String) {
        #expect(
            diagnostics(in: text + DiagnosticCase.minimal) == [
                "postern.yaml:\(place): error: key '\(key)' is given more than once"
            ]
        )
    }

    @Test("A key that is repeated very often is reported once")
    func oftenRepeated() {
        let text = String(repeating: "log: {}\n", count: 102) + DiagnosticCase.minimal
        #expect(diagnostics(in: text) == ["postern.yaml:101:1: error: key 'log' is given more than once"])
    }

    @Test("A quoted key can neither end the line nor speak to a terminal")
    func escapes() {
        let found = diagnostics(in: #""a\n\e[31m\u202E\x85": 1"# + "\n" + DiagnosticCase.minimal)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix(#"postern.yaml:1:1: error: unknown key 'a\n\u{1B}[31m\u{202E}\u{0085}'; known"#)
                == true
        )
    }

    @Test("Keys are compared by code point")
    func canonicalEquivalence() {
        let found = diagnostics(in: "\u{E9}: 1\ne\u{301}: 2\n" + DiagnosticCase.minimal)
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.contains("unknown key") })
    }

    @Test("An error behind an alias is reported at its location")
    func aliased() {
        #expect(
            diagnostics(
                in: "rules: [{ match: { methods: &m [get] } }, { match: { methods: *m } }]\n" + DiagnosticCase.minimal
            ) == [
                "postern.yaml:1:33: error: rules[0].match.methods[0]: methods are case-sensitive; did you mean GET?",
                "postern.yaml:1:33: error: rules[1].match.methods[0]: methods are case-sensitive; did you mean GET?",
            ]
        )
    }
}
