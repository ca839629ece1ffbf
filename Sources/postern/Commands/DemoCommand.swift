internal import ArgumentParser
internal import Demo
internal import Settings
internal import Telemetry

/// `postern demo`: the service, an issuer and an application in one process.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the service with a development issuer and an echo application.",
        discussion: """
            Prints a token and the curl lines to try. Everything listens on 127.0.0.1, and keys exist only as long as the \
            process. For evaluation only: the issuer gives a token to anyone who asks.
            """
    )

    @OptionGroup var options: DemoOptions

    func run() async throws {
        let demo: DemoEnvironment
        do {
            demo = try await DemoEnvironment.start(options.ports) { try? Console.print($0) }
        } catch {
            try Failure.exit(1, "\(error)")
        }
        switch ConfigurationLoader.load(text: demo.configuration, path: "demo.yaml") {
        case .failure(let diagnostics):
            try Failure.exit(1, "\(diagnostics)")
        case .success(let loaded):
            let guide = try demo.guide()
            let logStyle = LogStyle(loaded.configuration.log)
            let service = RunningService(
                configuration: loaded.configuration,
                reload: { .ignored },
                logger: logStyle.makeLogger(),
                logStyle: logStyle,
                started: { try? Console.print(guide) }
            )
            try await ServeCommand.serve(service)
        }
        try await demo.stop()
    }
}
