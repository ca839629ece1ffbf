internal import ArgumentParser
internal import Settings

/// Where a command's configuration comes from: a file, or flags, or the environment.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The configuration file (YAML or JSON).")
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
        A flag wins over the environment.
        """

    /// As ``load(_:)``, with the warnings on standard error as plain lines.
    func loadTellingWarnings(_ environment: [String: String]) throws -> Configuration {
        let loaded = try load(environment)
        for warning in loaded.warnings { Console.error("\(warning)") }
        return loaded.configuration
    }

    /// Reads what the flags say, and the environment where they say nothing; warnings are the caller's to tell.
    func load(_ environment: [String: String]) throws -> ConfigurationLoader.Loaded {
        let file = try chosenFile(environment)
        let result =
            if let file {
                ConfigurationLoader.load(file: file)
            } else {
                try fromFlags(environment)
            }
        switch result {
        case .success(let loaded):
            return loaded
        case .failure(let diagnostics):
            Console.error("\(diagnostics)")
            throw ExitCode(1)
        }
    }

    /// The file to read; nil when flags take its place.
    func chosenFile(_ environment: [String: String]) throws -> String? {
        if let config {
            guard !hasFlags else {
                try Failure.exit(1, "--config and flags that take its place were both given: use one or the other")
            }
            return config
        }
        if hasFlags { return nil }
        if let file = environment["POSTERN_CONFIG"], !file.isEmpty { return file }
        if let issuer = environment["POSTERN_ISSUER"], !issuer.isEmpty { return nil }
        try Failure.exit(1, "no configuration: give --config FILE, or --issuer URL with --audience AUD")
    }

    private var hasFlags: Bool {
        issuer != nil || !audience.isEmpty || anyAudience || jwks != nil || listen != nil || proxy != nil
            || admin != nil || adminPublic || !claimHeader.isEmpty
    }

    private func fromFlags(_ environment: [String: String]) throws -> Result<ConfigurationLoader.Loaded, Diagnostics> {
        func text(_ flag: String?, _ name: String) -> String? {
            flag ?? environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        func list(_ flags: [String], _ name: String) -> [String] {
            flags.isEmpty ? (environment[name] ?? "").split(separator: ",").map(Self.trimmed) : flags
        }
        // Naming audiences on the command line overrules the environment's "any".
        let acceptsAny = try anyAudience || audience.isEmpty && Self.word("POSTERN_ANY_AUDIENCE", environment)
        return ConfigurationLoader.fromFlags(
            issuer: text(issuer, "POSTERN_ISSUER"),
            audiences: anyAudience ? audience : list(audience, "POSTERN_AUDIENCE"),
            anyAudience: acceptsAny,
            jwks: text(jwks, "POSTERN_JWKS"),
            listen: text(listen, "POSTERN_LISTEN"),
            proxy: text(proxy, "POSTERN_PROXY"),
            admin: text(admin, "POSTERN_ADMIN"),
            adminPublic: try adminPublic || Self.word("POSTERN_ADMIN_PUBLIC", environment),
            claimHeaders: list(claimHeader, "POSTERN_CLAIM_HEADER")
        )
    }

    /// What a flag's environment form says; nothing is `false`.
    static func word(_ name: String, _ environment: [String: String]) throws -> Bool {
        guard let word = environment[name], !word.isEmpty else { return false }
        guard ["true", "false", "1", "0"].contains(word.lowercased()) else {
            try Failure.exit(1, "\(name) is neither true nor false")
        }
        return ["true", "1"].contains(word.lowercased())
    }

    private static func trimmed(_ part: Substring) -> String {
        var part = part
        while part.first == " " { part.removeFirst() }
        while part.last == " " { part.removeLast() }
        return String(part)
    }
}
