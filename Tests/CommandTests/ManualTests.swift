import Foundation
import TestSupport
import Testing

/// The man page that `scripts/manual` writes from the command's help.
@Suite("The manual page", .timeLimit(.minutes(1))) struct ManualTests {
    private static let python = "/usr/bin/python3"
    private static let isThere = FileManager.default.isExecutableFile(atPath: python)
    private static let variables = [
        "POSTERN_CONFIG", "POSTERN_ISSUER", "POSTERN_AUDIENCE", "POSTERN_ANY_AUDIENCE", "POSTERN_JWKS",
        "POSTERN_LISTEN",
        "POSTERN_PROXY", "POSTERN_ADMIN", "POSTERN_ADMIN_PUBLIC", "POSTERN_CLAIM_HEADER", "POSTERN_CORE_DUMPS",
        "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]

    @Test("Environment and exit status have sections", .enabled(if: isThere, "no python3 in /usr/bin"))
    func environmentAndExitStatusHaveSections() throws {
        let script = Repository.url("scripts/manual").path
        let run = try CommandRun(Self.python, [script, Program.postern])
        #expect(run.status == 0, "\(run.errors)")
        let sections = run.output.components(separatedBy: "\n.SH ")
        let environment = try #require(sections.first { $0.hasPrefix("ENVIRONMENT\n") })
        for variable in Self.variables { #expect(environment.contains(variable)) }
        let exits = try #require(sections.first { $0.hasPrefix("EXIT STATUS\n") })
        for status in ["0", "1", "2", "64", "130, 143"] { #expect(exits.contains("\\fB\(status)\\fR")) }
    }
}
