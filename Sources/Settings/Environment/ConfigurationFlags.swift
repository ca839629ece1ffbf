/// The flags of a command that concern its configuration, unparsed.
package struct ConfigurationFlags: Sendable {
    /// `--config`.
    package var config: String?
    /// `--issuer`.
    package var issuer: String?
    /// Each `--audience`.
    package var audience: [String]
    /// `--any-audience`.
    package var anyAudience: Bool
    /// `--jwks`.
    package var jwks: String?
    /// `--listen`.
    package var listen: String?
    /// `--proxy`.
    package var proxy: String?
    /// `--admin`.
    package var admin: String?
    /// `--admin-public`.
    package var adminPublic: Bool
    /// Each `HEADER=CLAIM`.
    package var claimHeader: [String]

    /// Flags as given on the command line.
    package init(
        config: String?,
        issuer: String?,
        audience: [String],
        anyAudience: Bool,
        jwks: String?,
        listen: String?,
        proxy: String?,
        admin: String?,
        adminPublic: Bool,
        claimHeader: [String]
    ) {
        self.config = config
        self.issuer = issuer
        self.audience = audience
        self.anyAudience = anyAudience
        self.jwks = jwks
        self.listen = listen
        self.proxy = proxy
        self.admin = admin
        self.adminPublic = adminPublic
        self.claimHeader = claimHeader
    }

    /// Reads the flags, and the environment for flags that are missing.
    package func read(
        _ environment: CommandEnvironment
    ) throws(OptionError) -> Result<ConfigurationLoader.Loaded, Diagnostics> {
        if let source = try source(environment) { return ConfigurationLoader.load(source, environment: environment) }
        return try fromFlags(environment)
    }

    /// The document to read; nil when flags replace it.
    package func source(_ environment: CommandEnvironment) throws(OptionError) -> ConfigurationSource? {
        if let config {
            guard !hasFlags else {
                throw OptionError(
                    message: "--config and flags that take its place were both given: use one or the other"
                )
            }
            return ConfigurationSource(config)
        }
        if hasFlags { return nil }
        if let config = environment[.config] { return ConfigurationSource(config) }
        if environment[.issuer] != nil { return nil }
        throw OptionError(message: "no configuration: give --config FILE, or --issuer URL with --audience AUD")
    }

    private var hasFlags: Bool {
        issuer != nil || !audience.isEmpty || anyAudience || jwks != nil || listen != nil || proxy != nil
            || admin != nil || adminPublic || !claimHeader.isEmpty
    }

    private func fromFlags(
        _ environment: CommandEnvironment
    ) throws(OptionError) -> Result<ConfigurationLoader.Loaded, Diagnostics> {
        var found: [String: EnvironmentVariable] = [:]
        func text(_ given: String?, _ flag: String, _ variable: EnvironmentVariable) -> String? {
            if let given { return given }
            found[flag] = environment[variable].map { _ in variable }
            return environment[variable]
        }
        func list(_ given: [String], _ flag: String, _ variable: EnvironmentVariable) -> [String] {
            given.isEmpty ? (text(nil, flag, variable) ?? "").split(separator: ",").map(Self.trimmed) : given
        }
        func word(_ isGiven: Bool, _ flag: String, _ variable: EnvironmentVariable) throws(OptionError) -> Bool {
            guard !isGiven, try environment.isSet(variable) else { return isGiven }
            found[flag] = variable
            return true
        }
        let issuer = text(issuer, "--issuer", .issuer)
        // Audiences on the command line override "any" from the environment.
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

    private static func trimmed(_ part: Substring) -> String {
        var part = part
        while part.first == " " { part.removeFirst() }
        while part.last == " " { part.removeLast() }
        return String(part)
    }
}

extension CommandEnvironment {
    /// The value of a variable for a flag without a value; an empty one is `false`.
    package func isSet(_ variable: EnvironmentVariable) throws(OptionError) -> Bool {
        guard let word = self[variable] else { return false }
        guard ["true", "false", "1", "0"].contains(word.lowercased()) else {
            throw OptionError(message: "\(variable.rawValue) is neither true nor false")
        }
        return ["true", "1"].contains(word.lowercased())
    }
}
