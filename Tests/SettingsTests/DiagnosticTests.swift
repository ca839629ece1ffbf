import Settings
import Testing

@Suite("Errors in a configuration")
struct DiagnosticTests {
    @Test("The table was found")
    func table() {
        #expect(DiagnosticCase.all.count > 280)
    }

    @Test("Each is reported with its location and a fix", arguments: DiagnosticCase.all)
    func reported(_ testCase: DiagnosticCase) {
        #expect(!testCase.expected.isEmpty)
        #expect(diagnostics(in: testCase.yaml) == testCase.expected)
    }

    @Test("All are found in one go, in the order of the file")
    func together() {
        let text = """
            listners: []
            threads: 0
            issuers:
              - issuer: https://issuer.example
                audience: [api]
                leeway: 60
              - issuer: https://issuer.example
                audiences: any
            keys: { refresh: 5s, refresh: 6s }
            log: { level: loud }
            """
        #expect(
            diagnostics(in: text) == [
                "postern.yaml:1:1: error: unknown key 'listners'; did you mean 'listeners'?",
                "postern.yaml:2:10: error: threads: 0 is not from 1 to 1024",
                "postern.yaml:5:5: error: unknown key 'audience' in issuers[0]; did you mean 'audiences'?",
                "postern.yaml:6:13: error: issuers[0].leeway: expected a duration such as 60s, found '60'; did you mean 60s?",
                "postern.yaml:7:13: error: issuers[1].issuer: the issuer is already configured in issuers[0]",
                "postern.yaml:9:18: error: keys.refresh: 5s is not from 10s to 3650d",
                "postern.yaml:9:22: error: key 'refresh' is repeated, first in line 9; keep one of them",
                "postern.yaml:10:15: error: log.level: expected trace, debug, info, notice, warning, error or critical, "
                    + "found 'loud'",
            ]
        )
    }

    @Test("Warnings are among the errors")
    func warningsToo() throws {
        let text = """
            issuers: [{ issuer: http://issuer.example, audiences: any }]
            threads: 0
            """
        guard case .failure(let found) = ConfigurationLoader.load(text: text, path: "postern.yaml") else {
            Issue.record("0 threads were accepted")
            return
        }
        #expect(found.entries.map(\.severity) == [.warning, .error])
        #expect(found.entries[1].location == .position(file: "postern.yaml", line: 2, column: 10))
        #expect(found.entries[1].message == "threads: 0 is not from 1 to 1024")
        #expect(found.entries[1].suggestion == nil)
        #expect(found.entries[0].suggestion == "use https://")
    }
}
