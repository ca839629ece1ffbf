internal import ArgumentParser
internal import Bytes
internal import Settings

/// Where a command's configuration comes from: a file, or flags, or the environment.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "The configuration file (YAML or JSON); - reads standard input, env:NAME a variable."
    )
    var config: String?

    @Option(help: "The issuer, exactly as tokens have it in `iss`.")
    var issuer: String?

    @Option(help: "An accepted audience; may be repeated.")
    var audience: [String] = []

    @Flag(help: "Accept every audience, and none.")
    var anyAudience = false

    @Option(help: "The issuer's keys: a URL or a file. Left out: found through discovery.")
    var jwks: String?

    @Option(help: "Where proxies connect: HOST:PORT, [::1]:PORT or unix:PATH.")
    var listen: String?

    @Option(help: "Which proxy asks there: nginx, envoy or forwarded.")
    var proxy: String?

    @Option(help: "Where health, metrics and status are served: HOST:PORT, or off.")
    var admin: String?

    @Flag(help: "Let --admin be an address that other machines reach.")
    var adminPublic = false

    @Option(help: "A claim to send on, as HEADER=CLAIM; may be repeated.")
    var claimHeader: [String] = []

    static let environmentHelp = """
        Every flag has an environment form, such as POSTERN_CONFIG, POSTERN_ISSUER, POSTERN_AUDIENCE or \
        POSTERN_CLAIM_HEADER; lists are separated by commas, POSTERN_ANY_AUDIENCE, POSTERN_ADMIN_PUBLIC and \
        POSTERN_CORE_DUMPS are `true` or `false`. \
        A flag wins over its variable; beside a configuration, the others have no effect.
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

    /// Reads what the flags say, and the environment where they say nothing; warnings are the caller's to tell.
    func load(_ environment: CommandEnvironment) throws -> ConfigurationLoader.Loaded {
        do {
            return try flags.read(environment).get()
        } catch let diagnostics as Diagnostics {
            Console.error("\(diagnostics)")
            throw ExitCode(1)
        } catch let problem as OptionProblem {
            try problem.exit(environment)
        }
    }
}
