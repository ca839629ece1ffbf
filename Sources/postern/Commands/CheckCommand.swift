internal import ArgumentParser
internal import Foundation
internal import Gateway
internal import KeySets
internal import Settings
internal import Telemetry

/// `postern check`: like `nginx -t`, and the issuers' keys beside it.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a configuration, and fetch each issuer's keys.",
        discussion: """
            Reports every mistake with file, line and column, TLS files and each `ca_file` that cannot be used among them; \
            warns of a certificate that expires within 14 days or is not valid yet; then lists which keys are usable, \
            and why others are not.
            Exit status: 0 fine, 1 the configuration is wrong, 2 an issuer's keys could not be had.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Check the configuration only; fetch nothing.")
    var offline = false

    func run() async throws {
        let loaded = try options.load(ProcessInfo.processInfo.environment)
        let configuration = loaded.configuration
        let found = loaded.warnings + fileDiagnostics(loaded)
        for diagnostic in found { Console.error("\(diagnostic)") }
        guard !found.contains(where: { $0.severity == .error }) else { throw ExitCode(1) }
        if let problem = configuration.keys.stateDirectoryProblem { Console.error("warning: \(problem)") }
        try Console.print("the configuration is fine")
        guard !offline else { return }
        let statuses = await KeyService.fetchOnce(issuers: configuration.issuerKeys, settings: configuration.keys)
        for status in statuses { try Console.print(KeyReport(status).text) }
        let lacking = statuses.count(where: \.keys.isEmpty)
        guard lacking == 0 else { try Failure.exit(2, "\(lacking) of \(statuses.count) issuers have no usable key") }
    }

    /// What is to be said about the files that the configuration names, in its order; listeners may share them.
    private func fileDiagnostics(_ loaded: ConfigurationLoader.Loaded) -> [Diagnostic] {
        let now = WallClock.now()
        var found: Set<Diagnostic> = []
        for files in loaded.configuration.listeners.compactMap({ $0.tls.map(TLSFiles.init) }) {
            for problem in files.problems() {
                found.insert(loaded.diagnostic(.error, about: problem.path, in: "listeners", "\(problem)"))
            }
            // What cannot be read has been told.
            for warning in (try? files.warnings(now: now)) ?? [] {
                found.insert(loaded.diagnostic(.warning, about: warning.path, in: "listeners", warning.message))
            }
        }
        for error in KeyService.authorityErrors(of: loaded.configuration.issuerKeys) {
            found.insert(loaded.diagnostic(.error, about: error.file, in: "issuers", "\(error)"))
        }
        return found.sorted()
    }
}
