internal import ArgumentParser
internal import Authorization
internal import Foundation
internal import Issuers
internal import Reports
internal import Settings

/// `postern check`: like `nginx -t`, and also checks the issuers' keys.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a configuration, and fetch each issuer's keys.",
        discussion: """
            Reports every error with file, line and column, including unusable TLS files and `ca_file`s; \
            warns about certificates that expire within 14 days or are not valid yet; then lists which keys are usable, \
            and why others are not.
            Exit status: 0 valid, 1 invalid configuration, 2 no usable keys for an issuer.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Only check the configuration: fetch nothing, and only warn about missing secrets and TLS files.")
    var offline = false

    @Flag(help: "Print one JSON object, for programs.")
    var json = false

    func run() async throws {
        let environment = CommandEnvironment(ProcessInfo.processInfo.environment)
        let reading: Result<ConfigurationLoader.Loaded, Diagnostics>
        do throws(OptionError) {
            reading = try options.flags.read(environment)
        } catch {
            guard json else { try error.exit(environment) }
            var report = CheckReport()
            report.add(environment.warnings())
            report.add(error: error.message)
            try Console.print(report.json)
            throw ExitCode(1)
        }
        switch reading {
        case .failure(let diagnostics):
            try printFindings(diagnostics.entries, [])
            throw ExitCode(1)
        case .success(let loaded):
            try await check(loaded)
        }
    }

    private func check(_ loaded: ConfigurationLoader.Loaded) async throws {
        let configuration = loaded.configuration
        let found = loaded.warnings + CheckedFiles(loaded, isOffline: offline).diagnostics
        guard !found.contains(where: { $0.severity == .error }) else {
            try printFindings(found, [])
            throw ExitCode(1)
        }
        let environmentWarnings =
            KeyService.environmentProblems() + [configuration.keys.stateDirectoryProblem].compactMap(\.self)
        var report = try printFindings(found, environmentWarnings, isFinal: offline)
        if !json { try Console.print("the configuration is valid") }
        guard !offline else { return }
        let statuses = await KeyService.fetchOnce(issuers: configuration.issuerKeys, settings: configuration.keys)
        for status in statuses {
            if json { report.add(status) } else { try Console.print(KeyReport(status).text) }
        }
        if json { try Console.print(report.json) }
        let issuersWithoutKeys = statuses.count(where: \.keys.isEmpty)
        guard issuersWithoutKeys > 0 else { return }
        guard !json else { throw ExitCode(2) }
        try Failure.exit(2, "\(issuersWithoutKeys) of \(statuses.count) issuers have no usable key")
    }

    /// Prints errors and warnings, those about the environment last.
    ///
    /// - Parameters:
    ///   - found: errors and warnings about the configuration.
    ///   - environmentWarnings: warnings about the environment.
    ///   - isFinal: whether nothing follows, so that a JSON report is complete.
    /// - Returns: the report so far.
    /// - Throws: `ExitCode` if standard output cannot be written.
    @discardableResult
    private func printFindings(
        _ found: [Diagnostic],
        _ environmentWarnings: [String],
        isFinal: Bool = true
    ) throws -> CheckReport {
        var report = CheckReport()
        report.add(found)
        for warning in environmentWarnings { report.add(warning: warning) }
        if json {
            if isFinal { try Console.print(report.json) }
        } else {
            for diagnostic in found { Console.error("\(diagnostic)") }
            for warning in environmentWarnings { Console.error("warning: \(warning)") }
        }
        return report
    }
}
