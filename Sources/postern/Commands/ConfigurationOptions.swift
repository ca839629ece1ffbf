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

    /// As ``load(_:)``, with the warnings on standard error as plain lines.
    func loadTellingWarnings(_ environment: CommandEnvironment) throws -> Configuration {
        let loaded = try load(environment)
        for warning in loaded.warnings { Console.error("\(warning)") }
        return loaded.configuration
    }

    /// Reads what the flags say, and the environment where they say nothing; warnings are the caller's to tell.
    func load(_ environment: CommandEnvironment) throws -> ConfigurationLoader.Loaded {
        do {
            switch try read(environment) {
            case .success(let loaded):
                return loaded
            case .failure(let diagnostics):
                Console.error("\(diagnostics)")
                throw ExitCode(1)
            }
        } catch let problem as OptionProblem {
            try problem.exit(environment)
        }
    }

    /// As ``load(_:)``, with what is wrong as a value.
    ///
    /// - Throws: ``OptionProblem`` when the options themselves are wrong.
    func read(_ environment: CommandEnvironment) throws -> Result<ConfigurationLoader.Loaded, Diagnostics> {
        if let source = try source(environment) { return ConfigurationLoader.load(source, environment: environment) }
        return try fromFlags(environment)
    }

    /// The document to read; nil when flags take its place.
    func source(_ environment: CommandEnvironment) throws -> ConfigurationSource? {
        if let config {
            guard !hasFlags else {
                throw OptionProblem(
                    message: "--config and flags that take its place were both given: use one or the other"
                )
            }
            return ConfigurationSource(config)
        }
        if hasFlags { return nil }
        if let config = environment[.config] { return ConfigurationSource(config) }
        if environment[.issuer] != nil { return nil }
        throw OptionProblem(message: "no configuration: give --config FILE, or --issuer URL with --audience AUD")
    }

    private var hasFlags: Bool {
        issuer != nil || !audience.isEmpty || anyAudience || jwks != nil || listen != nil || proxy != nil
            || admin != nil || adminPublic || !claimHeader.isEmpty
    }

    private func fromFlags(_ environment: CommandEnvironment) throws -> Result<ConfigurationLoader.Loaded, Diagnostics>
    {
        var found: [String: EnvironmentVariable] = [:]
        func text(_ given: String?, _ flag: String, _ variable: EnvironmentVariable) -> String? {
            if let given { return given }
            found[flag] = environment[variable].map { _ in variable }
            return environment[variable]
        }
        func list(_ given: [String], _ flag: String, _ variable: EnvironmentVariable) -> [String] {
            given.isEmpty
                ? (text(nil, flag, variable) ?? "").split(separator: ",").map { part in
                    String(part.trimming { $0 == " " })
                } : given
        }
        func word(_ isGiven: Bool, _ flag: String, _ variable: EnvironmentVariable) throws -> Bool {
            guard !isGiven, try Self.word(variable, environment) else { return isGiven }
            found[flag] = variable
            return true
        }
        let issuer = text(issuer, "--issuer", .issuer)
        // Naming audiences on the command line overrules the environment's "any".
        let acceptsAny = try audience.isEmpty ? word(anyAudience, "--any-audience", .anyAudience) : anyAudience
        let audiences = anyAudience ? audience : list(audience, "--audience", .audience)
        let jwks = text(jwks, "--jwks", .jwks)
        let listen = text(listen, "--listen", .listen)
        let proxy = text(proxy, "--proxy", .proxy)
        let admin = text(admin, "--admin", .admin)
        let adminPublic = try word(adminPublic, "--admin-public", .adminPublic)
        let claimHeaders = list(claimHeader, "--claim-header", .claimHeader)
        return ConfigurationLoader.fromFlags(
            issuer: issuer,
            audiences: audiences,
            anyAudience: acceptsAny,
            jwks: jwks,
            listen: listen,
            proxy: proxy,
            admin: admin,
            adminPublic: adminPublic,
            claimHeaders: claimHeaders,
            variables: found,
            environment: environment
        )
    }

    /// What a flag's environment form says; nothing is `false`.
    static func word(_ variable: EnvironmentVariable, _ environment: CommandEnvironment) throws -> Bool {
        guard let word = environment[variable] else { return false }
        guard ["true", "false", "1", "0"].contains(word.lowercased()) else {
            throw OptionProblem(message: "\(variable.rawValue) is neither true nor false")
        }
        return ["true", "1"].contains(word.lowercased())
    }
}
