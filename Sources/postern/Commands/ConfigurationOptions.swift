internal import ArgumentParser
internal import Bytes
internal import Settings

/// The options for a command's configuration: a file, flags, or the environment.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "The configuration file (YAML or JSON); - reads standard input, env:NAME a variable."
    )
    var config: String?

    @Option(help: "The issuer, exactly as in the tokens' `iss`.")
    var issuer: String?

    @Option(help: "An accepted audience; may be repeated.")
    var audience: [String] = []

    @Flag(help: "Accept any audience, or none.")
    var anyAudience = false

    @Option(help: "The issuer's keys: a URL or a file. (default: found through discovery)")
    var jwks: String?

    @Option(help: "Address to listen on for proxies: HOST:PORT, [::1]:PORT or unix:PATH.")
    var listen: String?

    @Option(help: "The kind of proxy on that listener: nginx, envoy or forwarded.")
    var proxy: String?

    @Option(help: "Address for health, metrics and status: HOST:PORT, or off.")
    var admin: String?

    @Flag(help: "Allow --admin to be reachable from other machines.")
    var adminPublic = false

    @Option(help: "A claim to pass to the application, as HEADER=CLAIM; may be repeated.")
    var claimHeader: [String] = []

    static let environmentHelp = """
        Every flag has an environment variable, such as POSTERN_CONFIG, POSTERN_ISSUER, POSTERN_AUDIENCE or \
        POSTERN_CLAIM_HEADER; lists are separated by commas, POSTERN_ANY_AUDIENCE, POSTERN_ADMIN_PUBLIC and \
        POSTERN_CORE_DUMPS are `true` or `false`. \
        A flag overrides its variable; with a configuration, the others have no effect.
        """

    var flags: ConfigurationFlags {
        ConfigurationFlags(
            config: config,
            issuer: issuer,
            audience: audience,
            anyAudience: anyAudience,
            jwks: jwks,
            listen: listen,
            proxy: proxy,
            admin: admin,
            adminPublic: adminPublic,
            claimHeader: claimHeader
        )
    }

    /// Loads the configuration from flags and environment; the caller prints the warnings.
    func load(_ environment: CommandEnvironment) throws -> ConfigurationLoader.Loaded {
        do {
            return try flags.read(environment).get()
        } catch let diagnostics as Diagnostics {
            Console.error("\(diagnostics)")
            throw ExitCode(1)
        } catch let problem as OptionError {
            try problem.exit(environment)
        }
    }
}
