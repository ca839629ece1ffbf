import Listeners

extension ConfigurationLoader {
    /// Builds a configuration from flags of the command line, with every check that a file goes through.
    ///
    /// What no flag says is as in a file that does not say it. Relative paths start at the working directory.
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
    ///   - variables: by flag, such as `--issuer`, the variable that its value was found in.
    ///   - environment: what it has for the command and does nothing is warned of.
    /// - Returns: the configuration, or diagnostics that name the flags and variables.
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
        var flags = FlagDocument(variables: variables)
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
        let reading = Reading(folder: workingDirectory)
        flags.mistakes.forEach(reading.report)
        return finish(document, reading) { environment.warnings(readingFrom: nil, named: $0) }
    }
}
