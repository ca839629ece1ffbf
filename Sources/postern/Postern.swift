internal import ArgumentParser
internal import ProcessControl

/// The command `postern`: parses arguments and runs a subcommand.
@main
struct Postern: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postern",
        abstract: "The external-auth decision service for nginx, Envoy and other proxies.",
        discussion: """
            A proxy asks about each request; Postern verifies the forwarded JWT against a cached JWKS and answers \
            200 with claim headers, or 401, 403.

            Start here:  postern demo
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, CheckCommand.self, ExplainCommand.self, VerifyCommand.self, SnippetCommand.self,
            DemoCommand.self,
        ]
    )

    /// As ArgumentParser's, but fails if help or version cannot be written.
    static func main() async {
        StandardStreams.open()
        do {
            var command = try await asyncParseAsRoot(ProcessArguments.recovered)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let text = fullMessage(for: error)
            guard exitCode(for: error).isSuccess, !text.isEmpty else { exit(withError: error) }
            do {
                try Console.print(text)
            } catch {
                exit(withError: error)
            }
        }
    }
}
