internal import ArgumentParser
internal import Authorization
internal import Bytes
internal import Foundation
internal import ProcessControl
internal import ProxyProtocol
internal import Reports
internal import Settings
internal import Telemetry

/// `postern explain`: prints every check of a token, in order, with expected and found values.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain why a token is allowed or refused.",
        discussion: """
            Runs the service's own checks on a token and prints each. Keys are fetched as the service does, unless \
            --jwks names a file. A token is a secret: use - to read it from standard input and \
            keep it out of your shell's history.
            Output to a terminal is coloured unless NO_COLOR is set.
            Exit status: 0 allowed, 1 denied, 2 undecided.
            """
    )

    @Option(name: .shortAndLong, help: "The configuration file, - or env:NAME. (default: POSTERN_CONFIG)")
    var config: String?

    @Option(help: "A JWK set to use instead of the issuers' own; nothing is fetched.")
    var jwks: String?

    @Option(help: "The original request, as 'GET /path' or 'GET https://host/path'. (default: 'GET /')")
    var request: String?

    @Option(help: "The policy to apply, as in the URL /auth/NAME. (default: the default policy)")
    var policy: String?

    @Option(help: "The time to check at, as Unix seconds or 2026-01-31T12:00:00Z. (default: now)")
    var at: String?

    /// An array, so that no part of a token is repeated in an error about surplus arguments.
    @Argument(help: "The token, with or without 'Bearer ' in front; - reads standard input.")
    var token: [String]

    @Flag(help: "Print one JSON object, for programs.")
    var json = false

    func run() async throws {
        let configuration = try loadConfiguration()
        let now = try time()
        let request = try explainedRequest(configuration.authorization)
        var authorizer = Authorizer(configuration.authorization)
        let found = try await keys(of: configuration)
        for (position, found) in found.enumerated() {
            authorizer.install(.keys(IssuerID(position), KeyEvidence(keys: found.keys, generation: 1)))
        }
        var explanation = authorizer.explain(request, now: now)
        explanation.headers = Dialect.fields(explanation.headers, explanation.freshness)
        if explanation.reason == .keysUnavailable {
            for found in found where found.issuer == explanation.issuer {
                guard let problem = found.problem else { continue }
                Console.error("the keys of \(found.issuer) could not be fetched: \(problem)")
            }
        }
        if json {
            try Console.print(explanation.json, orExit: 2)
        } else {
            let lines = explanation.lines(colors: StandardStreams.hasColors)
            try Console.print(lines.joined(separator: "\n"), orExit: 2)
        }
        guard explanation.isAllowed else { throw ExitCode(1) }
    }

    private func explainedRequest(_ authorization: AuthorizationConfiguration) throws -> ExplainRequest {
        let readsInput = token == ["-"]
        if !readsInput {
            Console.error(
                "a token is a secret, and this one may now be in your shell's history: use - to read standard input"
            )
        }
        let rules = policy.map { authorization.policies[$0] ?? [] } ?? authorization.rules
        guard let line = RequestLine(request ?? "/") else {
            try Failure.exit(2, "--request '\(request ?? "")' is not like 'GET /path' or 'GET https://host/path'")
        }
        if let hint = line.hint(for: rules, isGiven: request != nil) { Console.error(hint) }
        return ExplainRequest(
            method: line.method,
            target: line.target,
            host: line.host,
            policy: policy,
            token: readsInput ? readStandardInput() : token.joined(separator: " "),
            sources: authorization.tokenSources
        )
    }

    private func loadConfiguration() throws -> Configuration {
        let environment = CommandEnvironment(ProcessInfo.processInfo.environment)
        guard let source = (config ?? environment[.config]).map(ConfigurationSource.init) else {
            for warning in environment.warnings() { Console.error("\(warning)") }
            try Failure.exit(2, "no configuration: give --config FILE")
        }
        guard source != .standardInput || token != ["-"] else {
            try Failure.exit(
                2,
                "standard input can contain the configuration or the token, not both: use a file for one"
            )
        }
        switch ConfigurationLoader.load(source, environment: environment) {
        case .success(let loaded):
            for warning in loaded.warnings { Console.error("\(warning)") }
            return loaded.configuration
        case .failure(let diagnostics):
            Console.error("\(diagnostics)")
            throw ExitCode(2)
        }
    }

    private func time() throws -> Double {
        guard let at else { return WallClock.now() }
        if let seconds = Double(at), seconds.isFinite { return seconds }
        if let date = try? Date(at, strategy: .iso8601) { return date.timeIntervalSince1970 }
        try Failure.exit(2, "--at \(at) is not a time: use Unix seconds, or a time such as 2026-01-31T12:00:00Z")
    }

    private func readStandardInput() -> String {
        String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
    }

    private func keys(of configuration: Configuration) async throws -> [IssuerKeySet] {
        let keys = ExplainKeySource(configuration)
        guard let jwks else { return await keys.fetch() }
        do {
            return try keys.read(from: jwks)
        } catch {
            try Failure.exit(2, "\(error)")
        }
    }
}
