internal import ArgumentParser
internal import Foundation
internal import Settings
internal import Snippets

/// `postern snippet`: prints a proxy's side of the configuration.
struct SnippetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snippet",
        abstract: "Print the proxy's side of a configuration.",
        discussion: """
            For example:  postern snippet nginx --config postern.yaml >nginx.conf
            What is printed is a complete file that loads as it is, and asks the first listener that fits the proxy.
            """
    )

    @Argument(help: "nginx, envoy, caddy, traefik or haproxy.", transform: Self.proxy)
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

    @Flag(help: "Print the script that HAProxy's file loads, in place of the file.")
    var lua = false

    func validate() throws {
        guard !lua || proxy == .haproxy else { throw ValidationError("Only haproxy has a Lua script.") }
    }

    func run() throws {
        if lua { return Console.print(Snippet.haproxyScript) }
        let configuration = try options.load(ProcessInfo.processInfo.environment).configuration
        do {
            Console.print(try Snippet.text(for: proxy, configuration, front: front, application: application))
        } catch {
            try Failure.exit(1, "\(error)")
        }
    }

    private static func proxy(_ name: String) throws -> Proxy {
        guard let proxy = Proxy(rawValue: name) else {
            throw ValidationError("there are nginx, envoy, caddy, traefik and haproxy.")
        }
        return proxy
    }
}
