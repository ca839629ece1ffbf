import Listeners

extension ConfigurationLoader {
    /// Builds a configuration from command-line flags, with all the checks for a file.
    ///
    /// Missing flags have the defaults of a file. Relative paths start at the working directory.
    ///
    /// - Parameters:
    ///   - issuer: `--issuer`.
    ///   - audiences: each `--audience`.
    ///   - anyAudience: `--any-audience`.
    ///   - jwks: `--jwks`, a URL, `file:PATH` or a path.
    ///   - listen: `--listen`.
    ///   - proxy: `--proxy`.
    ///   - admin: `--admin`.
    ///   - adminPublic: `--admin-public`.
    ///   - claimHeaders: each `--claim-header`, as `NAME=CLAIM`.
    ///   - variables: by flag, such as `--issuer`, the variable that its value came from.
    ///   - environment: variables in it that have no effect cause warnings.
    /// - Returns: the configuration with its warnings, or errors that name the flags and variables.
    package static func fromFlags(
        issuer: String? = nil,
        audiences: [String] = [],
        anyAudience: Bool = false,
        jwks: String? = nil,
        listen: String? = nil,
        proxy: String? = nil,
        admin: String? = nil,
        adminPublic: Bool = false,
        claimHeaders: [String] = [],
        variables: [String: EnvironmentVariable] = [:],
        environment: CommandEnvironment = CommandEnvironment([:])
    ) -> Result<Loaded, Diagnostics> {
        var flags = FlagConfiguration(variables: variables)
        let trusted = flags.mapping(
            [
                ("issuer", flags.issuer(issuer)),
                ("audiences", flags.audiences(audiences, any: anyAudience)),
                ("jwks", flags.keySet(jwks)),
            ],
            of: "--issuer"
        )
        let listener = flags.mapping(
            [
                ("address", flags.text(listen ?? "\(ListenAddress.standard)", of: "--listen")),
                ("proxy", flags.text(proxy, of: "--proxy")),
            ],
            of: "--listen"
        )
        let document = flags.mapping(
            [
                ("issuers", flags.list([trusted], of: "--issuer")),
                ("listeners", flags.list([listener], of: "--listen")),
                ("admin", flags.text(admin, of: "--admin")),
                ("admin_public", flags.flag(adminPublic, of: "--admin-public")),
                ("claim_headers", flags.claimHeaders(claimHeaders)),
            ],
            of: "--config"
        )
        let reading = ReadingContext(folder: workingDirectory)
        flags.diagnostics.forEach(reading.report)
        return finish(document, reading) { environment.warnings(readingFrom: nil, named: $0) }
    }
}
