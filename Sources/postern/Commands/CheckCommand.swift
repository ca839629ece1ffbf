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
            Reports every mistake with file, line and column, and the first TLS file or `ca_file` that cannot be used;
            warns of a certificate that expires within 14 days or is not valid yet; then lists which keys are usable, and why others are not.
            Exit status: 0 fine, 1 the configuration is wrong, 2 an issuer's keys could not be had.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Check the configuration only; fetch nothing.")
    var offline = false

    func run() async throws {
        let configuration = try options.loadTellingWarnings(ProcessInfo.processInfo.environment)
        let now = WallClock.now()
        // Listeners may share files.
        var told: Set<String> = []
        for files in configuration.listeners.compactMap({ $0.tls.map(TLSFiles.init) }) {
            do {
                try files.check()
                for warning in try files.warnings(now: now) where told.insert(warning).inserted {
                    Console.error("warning: \(warning)")
                }
            } catch {
                try Failure.exit(1, "\(error)")
            }
        }
        do {
            try KeyService.checkAuthorities(of: configuration.issuerKeys)
        } catch {
            try Failure.exit(1, "\(error)")
        }
        if let problem = configuration.keys.stateDirectoryProblem { Console.error("warning: \(problem)") }
        try Console.print("the configuration is fine")
        guard !offline else { return }
        let statuses = await KeyService.fetchOnce(issuers: configuration.issuerKeys, settings: configuration.keys)
        for status in statuses { try Console.print(KeyReport(status).text) }
        let lacking = statuses.count(where: \.keys.isEmpty)
        guard lacking == 0 else { try Failure.exit(2, "\(lacking) of \(statuses.count) issuers have no usable key") }
    }
}
