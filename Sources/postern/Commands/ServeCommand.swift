internal import ArgumentParser
internal import Foundation
internal import Gateway
internal import Logging
internal import ServiceLifecycle
internal import Settings
internal import UnixSignals

/// `postern serve`: runs the service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service.",
        discussion: """
            With a file:      postern serve --config postern.yaml
            Without one:      postern serve --issuer https://issuer.example --audience api
            SIGHUP reloads the file, SIGTERM drains and stops.

            \(ConfigurationOptions.environmentHelp)
            """
    )

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try options.load(environment).configuration
        let logger = configuration.makeLogger()
        let file = try options.chosenFile(environment)
        try await Self.serve(configuration, logger: logger) { Self.read(file, logger) }
    }

    /// Runs until a signal ends the service; a start that fails is one clear line and status 1.
    static func serve(
        _ configuration: Configuration,
        logger: Logger,
        reload: @escaping @Sendable () -> Configuration? = { nil },
        started: @escaping @Sendable () -> Void = {}
    ) async throws {
        let service = RunningService(configuration: configuration, reload: reload, logger: logger, started: started)
        let group = ServiceGroup(
            configuration: .init(
                services: [service],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet(logger)
            )
        )
        do {
            try await group.run()
        } catch let error as ListenError {
            try Failure.exit(1, "\(error)")
        } catch let error as TLSFileError {
            try Failure.exit(1, "\(error)")
        } catch let error as StartError {
            try Failure.exit(1, "\(error)")
        }
    }

    /// The lifecycle's own messages are ours to give.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = .critical
        return logger
    }

    /// Reads the file for a reload; nil after it logged what is wrong.
    private static func read(_ file: String?, _ logger: Logger) -> Configuration? {
        guard let file else {
            logger.warning("reload ignored: the service was started without a configuration file")
            return nil
        }
        switch ConfigurationLoader.load(file: file) {
        case .success(let loaded):
            for warning in loaded.warnings { logger.warning("\(warning)") }
            return loaded.configuration
        case .failure(let diagnostics):
            for entry in diagnostics.entries {
                logger.error("reload refused, the running configuration stays", metadata: ["error": "\(entry)"])
            }
            return nil
        }
    }
}
