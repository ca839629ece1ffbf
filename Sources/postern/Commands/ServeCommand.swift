internal import ArgumentParser
internal import Foundation
internal import Gateway
internal import Issuers
internal import Listeners
internal import Logging
internal import ProcessControl
internal import Settings
internal import Telemetry

/// `postern serve`: runs the service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service.",
        discussion: """
            With a file:      postern serve --config postern.yaml
            Without one:      postern serve --issuer https://issuer.example --audience api
            SIGHUP reloads the file (never standard input or a variable), SIGTERM drains and stops, a second one stops at once.
            Sockets of a systemd.socket unit are used where their addresses match (see docs/operations.md).

            \(ConfigurationOptions.environmentHelp)
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Leave core dumps and backtraces on, which contain tokens. For debugging a crash.")
    var coreDumps = false

    func run() async throws {
        // First, so that no signal is lost or terminates the process by default.
        let signals = Signals()
        let environment = CommandEnvironment(ProcessInfo.processInfo.environment)
        let keepsDumps = try coreDumps || keepsCoreDumps(environment)
        if !keepsDumps { ProcessSetup.disableCoreDumps() }
        ProcessSetup.restrictFilePermissions()
        let loaded = try options.load(environment)
        let configuration = loaded.configuration
        let logStyle = LogStyle(configuration.log)
        let logger = logStyle.makeLogger()
        for warning in loaded.warnings { logger.warning("\(warning)") }
        for problem in KeyService.environmentProblems() { logger.warning("\(problem)") }
        let source = try options.flags.source(environment)
        let files = ProcessSetup.raiseOpenFileLimit()
        // Reserved for event loops, listeners and fetches.
        if files < configuration.limits.connections + 64 {
            logger.warning(
                "limits.connections exceeds the open file limit",
                metadata: ["connections": "\(configuration.limits.connections)", "open_files": "\(files)"]
            )
        }
        let service = RunningService(
            configuration: configuration,
            reload: { Self.read(source, logger) },
            logger: logger,
            logStyle: logStyle,
            inherited: InheritedSockets(environment.variables),
            manager: ServiceManager(environment.variables),
            signals: signals
        )
        try await Self.serve(service)
    }

    private func keepsCoreDumps(_ environment: CommandEnvironment) throws -> Bool {
        do throws(OptionError) {
            return try environment.isSet(.coreDumps)
        } catch {
            try error.exit(environment)
        }
    }

    /// Runs until a signal stops the service; a failed startup is one error line and status 1.
    static func serve(_ service: RunningService) async throws {
        do {
            try await service.run()
        } catch let error as KeyFileError {
            try Failure.exit(1, "the keys of \(error.issuer) cannot be used: \(error.message)")
        } catch  where error is ListenError || error is TLSFileError {
            try Failure.exit(1, "\(error)")
        }
    }

    /// Reads the file for a reload, and logs errors.
    private static func read(_ source: ConfigurationSource?, _ logger: Logger) -> ConfigurationReadResult {
        guard let source else {
            logger.warning("reload ignored: the service was started without a configuration file")
            return .ignored
        }
        guard case .file(let file) = source else {
            logger.warning(
                "reload ignored: the configuration was read from \(source.words), which is read only once; restart instead"
            )
            return .ignored
        }
        switch ConfigurationLoader.load(file: file) {
        case .success(let loaded):
            for warning in loaded.warnings { logger.warning("\(warning)") }
            return .read(loaded.configuration)
        case .failure(let diagnostics):
            for entry in diagnostics.entries {
                logger.error("reload refused; the running configuration stays in use", metadata: ["error": "\(entry)"])
            }
            return .refused(diagnostics.firstError)
        }
    }
}
