import Foundation
import TestSupport
import Testing

/// What stands around the command has to go with it: configurations, versions, the man page.
@Suite("Packages", .timeLimit(.minutes(1)))
struct PackagingTests {
    private func check(_ configuration: String) throws -> CommandRun {
        let folder = try TemporaryFolder()
        let file = try folder.write(configuration, to: "postern.yaml")
        return try CommandRun(Program.postern, ["check", "--offline", "--config", file])
    }

    @Test("The configuration of the Debian package has no errors and no warnings")
    func debian() throws {
        let run = try check(Repository.text(of: "debian/postern.yaml"))
        #expect(run.status == 0)
        #expect(run.output == "the configuration is valid\n")
        #expect(run.errors.isEmpty)
    }

    @Test("The ConfigMap's has none either")
    func kubernetes() throws {
        let lines = try Repository.text(of: "examples/kubernetes.yaml").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let start = try #require(lines.firstIndex(of: "  postern.yaml: |"))
        let block = lines[(start + 1)...].prefix { $0.isEmpty || $0.hasPrefix("    ") }
        #expect(block.count > 10)
        let run = try check(block.map { $0.dropFirst(4) }.joined(separator: "\n"))
        #expect(run.status == 0)
        #expect(run.output == "the configuration is valid\n")
        #expect(run.errors.isEmpty)
    }

    @Test("Every file names the command's version")
    func version() throws {
        let run = try CommandRun(Program.postern, ["--version"])
        let version = try #require(run.output.firstMatch(of: /postern ([0-9.]+)\n/)?.1)
        #expect(try Repository.text(of: "debian/changelog").hasPrefix("postern (\(version)-"))
        #expect(try Repository.text(of: "CHANGELOG.md").firstMatch(of: /\n## ([0-9.]+)/)?.1 == version)
        #expect(try Repository.text(of: "examples/kubernetes.yaml").contains("/postern:\(version)\n"))
    }

    @Test("The man page has every command and every option of the help")
    func manual() throws {
        let script = Repository.url("scripts/manual").path
        let page = try CommandRun("/usr/bin/env", ["python3", script, Program.postern])
        #expect(page.errors.isEmpty)
        #expect(page.status == 0)
        let text = page.output.replacingOccurrences(of: "\\-", with: "-")
        for command in ["serve", "check", "explain", "verify", "snippet", "demo"] {
            #expect(text.contains("\n.SS \(command)\n"))
            let help = try CommandRun(Program.postern, [command, "--help"]).output
            let options = help.matches(of: /\n +(?:-[a-z], )?(--[a-z-]+)/).map { String($0.1) }
            #expect(options.count >= 2, "\(command)")
            for option in options where option != "--version" {
                #expect(text.contains("\\fB\(option)\\fR"), "\(command) \(option)")
            }
        }
    }
}
