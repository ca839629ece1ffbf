internal import ArgumentParser
internal import Foundation
internal import Gateway
internal import Listeners
internal import Settings
internal import Snippets

/// `postern snippet`: prints a proxy configuration.
struct SnippetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snippet",
        abstract: "Print a proxy configuration for Postern.",
        discussion: """
            For example:  postern snippet nginx --config postern.yaml >nginx.conf
            The output is a complete file that asks the first listener of the matching kind.
            """
    )

    @Argument(help: "nginx, envoy, caddy, traefik or haproxy.", transform: Self.choice)
    var proxy: Proxy

    @OptionGroup var options: ConfigurationOptions

    @Option(
        help: "Where clients connect to the proxy: HOST:PORT. (default: \(Snippet.standardFront))",
        transform: ListenAddress.init(parsing:)
    )
    var front = Snippet.standardFront

    @Option(
        help: "Where the application is: HOST:PORT or unix:PATH. (default: \(Snippet.standardApplication))",
        transform: ListenAddress.init(parsing:)
    )
    var application = Snippet.standardApplication

    @Option(
        help: "How nginx passes requests to the application: http, fastcgi, grpc or uwsgi. (default: http)",
        transform: Self.choice
    )
    var upstream = ApplicationProtocol.http

    @Option(
        help: "For a TLS listener: the CA certificates for its certificate. (default: the certificate itself)"
    )
    var trustedCertificate: String?

    @Option(
        help: "The name that its certificate must be valid for. (default: the listener's, or one in the certificate)"
    )
    var serverName: String?

    @Option(help: "With `client_ca`: the proxy's client certificate; for HAProxy with the key in the same file.")
    var clientCertificate: String?

    @Option(help: "The key of that certificate.")
    var clientKey: String?

    @Flag(help: "Print the script that HAProxy's file loads, instead of the file.")
    var lua = false

    func validate() throws {
        guard !lua || proxy == .haproxy else { throw ValidationError("Only haproxy has a Lua script.") }
        guard upstream == .http || proxy == .nginx else { throw ValidationError("Only nginx has --upstream.") }
    }

    func run() throws {
        if lua { return try Console.print(Snippet.haproxyScript) }
        let loaded = try options.load(CommandEnvironment(ProcessInfo.processInfo.environment))
        for warning in loaded.warnings { Console.error("\(warning)") }
        let text: String
        do {
            text = try Snippet.text(
                for: proxy,
                loaded.configuration,
                front: front,
                application: application,
                upstream: upstream,
                tls: tls
            )
        } catch {
            try Failure.exit(1, "\(error)")
        }
        try Console.print(text)
    }

    private var tls: ClientTLS {
        ClientTLS(
            trusted: trustedCertificate.map(Self.absolute),
            certificate: clientCertificate.map(Self.absolute),
            key: clientKey.map(Self.absolute),
            serverName: serverName,
            nameInCertificate: { TLSFiles.serverName(in: $0) }
        )
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Parses the raw value of an enum.
    private static func choice<Choice: CaseIterable & RawRepresentable<String>>(_ name: String) throws -> Choice {
        if let choice = Choice(rawValue: name) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        throw ValidationError("use \(names.dropLast().joined(separator: ", ")) or \(names.suffix(1).joined()).")
    }
}
