import Settings
import Testing

@Suite("Invisible characters")
struct InvisibleCharacterTests {
    private static let noBreak = "U+00A0 (no-break space), which looks like a space"
    private static let noWidth = "U+200B (zero width space), which is invisible"

    @Test("In a key, with the key that was meant")
    func inKeys() {
        #expect(
            diagnostics(in: "log:\n  \u{A0}level: info\nadmin\u{200B}: off\n" + DiagnosticCase.minimal) == [
                "postern.yaml:2:3: error: unknown key '\\u{00A0}level' in log; did you mean 'level'?; "
                    + "it contains \(Self.noBreak)",
                "postern.yaml:3:1: error: unknown key 'admin\\u{200B}'; did you mean 'admin'?; it contains \(Self.noWidth)",
            ]
        )
    }

    @Test("In a value")
    func inValues() {
        #expect(
            diagnostics(in: "admin: 127.0.0.1:9091\u{A0}\nlog: { level: \u{2003}info }\n" + DiagnosticCase.minimal) == [
                "postern.yaml:1:8: error: admin: '9091\\u{00A0}' is not a port; it contains \(Self.noBreak)",
                "postern.yaml:2:15: error: log.level: expected trace, debug, info, notice, warning, error or critical, "
                    + "found '\\u{2003}info'; did you mean 'info'?; it contains U+2003 (em space), which looks like a space",
            ]
        )
    }

    @Test(
        "Where the text is not even YAML",
        arguments: ["log:\n  level: info\n\u{A0}\u{A0}format: text\n", "log:\n\u{A0} level: info\n  format: text\n"]
    )
    func inIndentation(_ text: String) {
        let found = diagnostics(in: text + DiagnosticCase.minimal)
        #expect(found.contains { $0.contains(Self.noBreak) }, "\(found)")
    }

    @Test("A byte order mark that is not at the beginning")
    func byteOrderMark() {
        let found = diagnostics(in: "log: {}\n\u{FEFF}admin: off\n" + DiagnosticCase.minimal)
        #expect(found.count == 1)
        #expect(found.first?.contains("U+FEFF (zero width no-break space), which is invisible") == true, "\(found)")
    }

    @Test("They are allowed where any text is")
    func lawful() throws {
        let text =
            "challenge: { realm: a }\nrules: [{ require: { claims: { company: \"Soci\u{E9}t\u{E9}\u{A0}A\" } } }]\n"
        #expect(try load(text + DiagnosticCase.minimal).warnings.isEmpty)
    }
}
