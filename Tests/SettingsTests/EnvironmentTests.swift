import Issuers
import Settings
import Testing

@Suite("Environment variables")
struct EnvironmentTests {
    private static let trusted = ["POSTERN_ISSUER": "https://issuer.example"]

    /// The warnings about an environment beside a valid file.
    private func besideFile(_ variables: [String: String], _ text: String = DiagnosticCase.minimal) throws -> [String] {
        let environment = CommandEnvironment(variables.merging(["YAML": text]) { one, _ in one })
        return try ConfigurationLoader.load(.variable("YAML"), environment: environment).get().warnings.map(
            \.description
        )
    }

    private func besideFlags(_ variables: [String: String]) throws -> [String] {
        let flags = ConfigurationLoader.fromFlags(
            issuer: "https://issuer.example",
            anyAudience: true,
            environment: CommandEnvironment(variables)
        )
        return try flags.get().warnings.map(\.description)
    }

    private static let unknown = "warning: unknown variable, ignored"

    @Test("A name that is not known draws a warning, and a near one a suggestion")
    func unknown() throws {
        let variables = [
            "POSTERN_CLAIM_HEADERS": "X=sub", "POSTERN_ISUER": "a", "POSTERN_WHATEVER": "b", "POSTERNISSUER": "c",
            "POSTERN_claim_header": "X=sub",
        ]
        let expected = [
            "POSTERN_CLAIM_HEADERS: \(Self.unknown); did you mean 'POSTERN_CLAIM_HEADER'?",
            "POSTERN_ISUER: \(Self.unknown); did you mean 'POSTERN_ISSUER'?",
            "POSTERN_WHATEVER: \(Self.unknown)",
            "POSTERN_claim_header: \(Self.unknown); did you mean 'POSTERN_CLAIM_HEADER'?",
        ]
        #expect(try besideFlags(variables) == expected)
        #expect(try besideFile(variables) == expected)
    }

    @Test("What Kubernetes sets for a Service of that name draws none")
    func serviceLinks() throws {
        let variables = [
            "POSTERN_SERVICE_HOST": "10.0.0.1", "POSTERN_SERVICE_PORT": "9090", "POSTERN_SERVICE_PORT_NGINX": "9090",
            "POSTERN_PORT": "tcp://10.0.0.1:9090", "POSTERN_PORT_9090_TCP": "tcp://10.0.0.1:9090",
            "POSTERN_PORT_9090_TCP_ADDR": "10.0.0.1",
        ]
        #expect(try besideFlags(variables).isEmpty)
        #expect(try besideFlags(["POSTERN_PORTS": "1"]).count == 1)
    }

    @Test("Variables that the configuration names draw none")
    func named() throws {
        let header = "{ Authorization: { env: PATH, scheme: Bearer }, X-Key: { env: HOME } }"
        let text = "issuers: [{ issuer: https://issuer.example, audiences: any, jwks_headers: \(header) }]"
        #expect(try besideFile([:], text).isEmpty)
        let environment = CommandEnvironment(["POSTERN_YAML": DiagnosticCase.minimal])
        #expect(
            try ConfigurationLoader.load(.variable("POSTERN_YAML"), environment: environment).get().warnings.isEmpty
        )
    }

    @Test("What a file takes the place of draws a warning")
    func withoutEffect() throws {
        let variables = [
            "POSTERN_ISSUER": "https://other.example", "POSTERN_ANY_AUDIENCE": "true", "POSTERN_CORE_DUMPS": "true",
            "POSTERN_CONFIG": "other.yaml", "POSTERN_LISTEN": "", "POSTERN_ADMIN": "\n",
        ]
        let words = "warning: no effect, because the configuration is read from the environment variable YAML"
        let advice = "unset it, or move the setting there"
        #expect(
            try besideFile(variables) == [
                "POSTERN_ANY_AUDIENCE: \(words); \(advice)",
                "POSTERN_CONFIG: warning: no effect, because --config names the environment variable YAML; "
                    + "unset it, or leave --config out",
                "POSTERN_ISSUER: \(words); \(advice)",
            ]
        )
        let beside = try besideFlags(["POSTERN_CONFIG": "a.yaml", "POSTERN_PROXY": "envoy"])
        #expect(beside == ["POSTERN_CONFIG: warning: no effect, because flags override it; use one"])
        #expect(try besideFile(["POSTERN_CONFIG": "env:YAML"]).isEmpty)
    }

    @Test("Warnings are among the errors of a wrong configuration too")
    func besideErrors() {
        let flags = ConfigurationLoader.fromFlags(
            audiences: ["api"],
            environment: CommandEnvironment(["POSTERN_ISSUERS": "https://issuer.example"])
        )
        guard case .failure(let found) = flags else {
            Issue.record("no issuer was needed")
            return
        }
        #expect(
            found.entries.map(\.description) == [
                "--issuer: error: missing; name the issuer, or give --config",
                "POSTERN_ISSUERS: \(Self.unknown); did you mean 'POSTERN_ISSUER'?",
            ]
        )
    }

    @Test("Quotes that a file of variables kept are named")
    func quotes() throws {
        let words =
            "warning: the quotes around the value are taken literally; "
            + "remove them: docker's --env-file and Kubernetes keep them"
        for value in ["\"X-A=sub\"", "'X-A=sub'"] {
            #expect(try besideFlags(["POSTERN_CLAIM_HEADER": value]) == ["POSTERN_CLAIM_HEADER: \(words)"])
        }
        for value in ["X-A=sub", "\"", "'a\"", "\"a"] {
            #expect(try besideFlags(["POSTERN_CLAIM_HEADER": value]).isEmpty)
        }
    }

    @Test(
        "One line feed at the end is no part of a value",
        arguments: [
            ("a", "a"), ("a\n", "a"), ("a\n\n", "a\n"), ("a\r\n", "a\r"), ("\n", nil), ("", nil), ("\na", "\na"),
        ]
    )
    func lineFeed(_ value: String, _ expected: String?) {
        #expect(CommandEnvironment(["POSTERN_ISSUER": value])[.issuer] == expected)
    }

    @Test("Messages about a value name the variable that it came from")
    func names() {
        func diagnostics(_ result: Result<ConfigurationLoader.Loaded, Diagnostics>) -> [String] {
            guard case .failure(let found) = result else { return [] }
            return found.entries.map(\.description)
        }
        #expect(
            diagnostics(
                ConfigurationLoader.fromFlags(
                    issuer: "https://issuer.example\r",
                    audiences: ["api"],
                    anyAudience: true,
                    listen: "9090",
                    proxy: "ngnix",
                    claimHeaders: ["X-A"],
                    variables: [
                        "--issuer": .issuer, "--audience": .audience, "--any-audience": .anyAudience,
                        "--listen": .listen,
                        "--claim-header": .claimHeader,
                    ]
                )
            ) == [
                "--proxy: error: expected nginx, envoy or forwarded, found 'ngnix'; did you mean 'nginx'?",
                "POSTERN_ANY_AUDIENCE: error: POSTERN_AUDIENCE is also given; keep one of the two",
                "POSTERN_CLAIM_HEADER: error: expected NAME=CLAIM, found 'X-A'; write it like X-Auth-Subject=sub",
                "POSTERN_ISSUER: error: control characters are not allowed here",
                "POSTERN_LISTEN: error: expected an address such as 127.0.0.1:9090, found '9090'; "
                    + "did you mean 127.0.0.1:9090?",
            ]
        )
    }
}
