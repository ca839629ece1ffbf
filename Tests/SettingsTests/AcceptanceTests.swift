import Authorization
import Gateway
import Issuers
import JOSE
import Listeners
import Logging
import ProxyProtocol
import Settings
import Telemetry
import Testing

@Suite("Accepted configurations")
struct AcceptanceTests {
    @Test("What is left out has its documented default")
    func defaults() throws {
        let loaded = try load(DiagnosticCase.minimal)
        let source = KeySource.discovery(url: "https://issuer.example/.well-known/openid-configuration")
        #expect(
            loaded.configuration
                == Configuration(
                    listeners: [DecisionListener(address: .tcp(host: "127.0.0.1", port: 9090), dialect: .nginx)],
                    admin: .tcp(host: "127.0.0.1", port: 9091),
                    threads: nil,
                    authorization: AuthorizationConfiguration(
                        issuers: [TokenRequirements(issuer: "https://issuer.example", audiences: .any)]
                    ),
                    issuerKeys: [IssuerKeys(issuer: "https://issuer.example", source: source)],
                    keys: KeySettings(refresh: 600, staleFor: 86400, cooldown: 30, timeout: 5, stateDirectory: nil),
                    limits: GatewayLimits(
                        headerBlock: 32768,
                        headers: 100,
                        connections: 10000,
                        headerTimeout: 5,
                        idleTimeout: 3900
                    ),
                    log: LogSettings(format: .json, level: .info, decisions: .denied)
                )
        )
        #expect(loaded.warnings.isEmpty)
    }

    @Test("JSON is YAML too")
    func json() throws {
        let text =
            #"{"issuers": [{"issuer": "https:\/\/issuer.example", "audiences": "any", "leeway": "0s"}], "threads": 3}"#
        let configuration = try load(text).configuration
        #expect(configuration.threads == 3)
        #expect(configuration.authorization.issuers.first?.issuer == "https://issuer.example")
        #expect(configuration.authorization.issuers.first?.leeway == .zero)
    }

    @Test("The files of TLS start at the configuration's folder")
    func tls() throws {
        let listener = "{ address: 127.0.0.1:9090, tls: { certificate: a.pem, key: /b.pem, client_ca: ./c/d.pem } }"
        let tls = try load("listeners: [\(listener)]\n" + DiagnosticCase.minimal).configuration.listeners.first?.tls
        let expected = TLSFiles(
            certificate: "/etc/postern/a.pem",
            key: "/b.pem",
            clientCACertificates: "/etc/postern/c/d.pem"
        )
        #expect(tls == expected)
    }

    @Test("The admin listener can be switched off, with or without quotes", arguments: ["off", "\"off\""])
    func adminOff(_ off: String) throws {
        #expect(try load("admin: \(off)\n" + DiagnosticCase.minimal).configuration.admin == nil)
    }

    @Test(
        "Addresses",
        arguments: [
            ("localhost:1", ListenAddress.tcp(host: "localhost", port: 1)),
            ("0.0.0.0:65535", .tcp(host: "0.0.0.0", port: 65535)),
            ("\"[::]:9090\"", .tcp(host: "::", port: 9090)),
            ("\"[::ffff:127.0.0.1]:9090\"", .tcp(host: "::ffff:127.0.0.1", port: 9090)),
            ("my_host-1.example.:80", .tcp(host: "my_host-1.example.", port: 80)),
            ("unix:/run/a b.sock", .unix(path: "/run/a b.sock")),
            ("unix:run/a.sock", .unix(path: "/etc/postern/run/a.sock")),
            ("unix:./a.sock", .unix(path: "/etc/postern/a.sock")),
        ]
    )
    func addresses(_ text: String, _ address: ListenAddress) throws {
        let text = "admin: \(text)\nadmin_public: true\n"
        #expect(try load(text + DiagnosticCase.minimal).configuration.admin == address)
    }

    @Test(
        "The admin listener may have an address that only this machine reaches",
        arguments: ["localhost:9", "LOCALHOST:9", "127.0.0.1:9", "127.8.9.1:9", "\"[::1]:9\"", "unix:/run/a.sock"]
    )
    func localAdmin(_ text: String) throws {
        #expect(try load("admin: \(text)\n" + DiagnosticCase.minimal).configuration.admin?.isLocal == true)
    }

    @Test(
        "The mode of a socket is octal, however it is written",
        arguments: [("0660", 0o660), ("'660'", 0o660), ("\"0600\"", 0o600), ("0o777", 0o777), ("'0o640'", 0o640)]
    )
    func socketMode(_ text: String, _ mode: UInt32) throws {
        let socket = "{ mode: \(text), owner: a, group: www-data }"
        let text = "listeners: [{ address: \"unix:/run/a.sock\", socket: \(socket) }]\n"
        let listener = try load(text + DiagnosticCase.minimal).configuration.listeners.first
        #expect(listener?.access == UnixSocketAccess(mode: mode, owner: "a", group: "www-data"))
    }

    @Test(
        "Relative paths of key sets start at the configuration",
        arguments: [
            ("file:keys.json", "/etc/postern/keys.json"), ("file:./a/keys.json", "/etc/postern/a/keys.json"),
            ("file:../keys.json", "/etc/postern/../keys.json"), ("file:/srv/keys.json", "/srv/keys.json"),
            ("file:///srv/keys.json", "/srv/keys.json"),
        ]
    )
    func keyFiles(_ jwks: String, _ path: String) throws {
        let loaded = try load("issuers: [{ issuer: anything at all, audiences: any, jwks: \"\(jwks)\" }]")
        #expect(loaded.configuration.issuerKeys.first?.source == .file(path: path))
    }

    @Test("Every algorithm has its name")
    func algorithms() throws {
        for (name, algorithms) in AlgorithmSet.names {
            // No machine lacks ES256, and one algorithm that is there is enough.
            let text = "issuers: [{ issuer: a, audiences: any, jwks: \"file:a\", algorithms: [\(name), ES256] }]"
            let expected = algorithms.union(.es256)
            #expect(try load(text).configuration.authorization.issuers.first?.algorithms == expected)
        }
    }

    @Test("Aliases are replaced by their values")
    func aliases() throws {
        let text = """
            rules:
              - match: { paths: [/a], methods: &safe [GET, OPTIONS] }
                access: anonymous
              - match: { paths: [/b], methods: *safe }
                access: optional
            """
        let rules = try load(text + "\n" + DiagnosticCase.minimal).configuration.authorization.rules
        #expect(rules.map(\.methods) == [["GET", "OPTIONS"], ["GET", "OPTIONS"]])
    }

    @Test("A header without a scheme is bare, Authorization's scheme is Bearer")
    func schemes() throws {
        let text = "tokens: [{ header: authorization }, { header: X-Token }, { header: Authorization, scheme: DPoP }]\n"
        #expect(
            try load(text + DiagnosticCase.minimal).configuration.authorization.tokenSources == [
                .header(name: "authorization", scheme: "Bearer"), .header(name: "X-Token", scheme: ""),
                .header(name: "Authorization", scheme: "DPoP"),
            ]
        )
    }

    @Test("Cookies with schemes and in chunks, Basic, and WebSocket subprotocols")
    func credentials() throws {
        let text = """
            tokens:
              - { cookie: a }
              - { cookie: a, chunked: true }
              - { cookie: a, scheme: Bearer, chunked: false }
              - { header: Authorization, scheme: Basic }
              - { websocket_protocol: bearer }
            spoofed_claim_headers: refuse

            """
        let authorization = try load(text + DiagnosticCase.minimal).configuration.authorization
        #expect(
            authorization.tokenSources == [
                .cookie(name: "a"), .cookie(name: "a", isChunked: true), .cookie(name: "a", scheme: "Bearer"),
                .header(name: "Authorization", scheme: "Basic"), .webSocketProtocol,
            ]
        )
        #expect(authorization.spoofedClaimHeaders == .refuse)
    }

    @Test("The last rule may cover everything, and a policy may have no rule")
    func lastRule() throws {
        let text = """
            rules:
              - match: { paths: ["/", /a/*/b, /a/**/b, "/**", "/100%", /é] }
                access: anonymous
              - access: denied
            policies: { any-token_1: { rules: [] } }

            """
        let authorization = try load(text + DiagnosticCase.minimal).configuration.authorization
        #expect(authorization.rules.map(\.coversEverything) == [false, true])
        #expect(authorization.policies == ["any-token_1": []])
    }

    @Test("Text that YAML 1.1 takes for booleans or dates is text")
    func plainText() throws {
        let text =
            "challenge: { realm: no }\nissuers: [{ issuer: 2024-01-01, audiences: [yes, 1:30], jwks: \"file:a\" }]"
        let authorization = try load(text).configuration.authorization
        #expect(authorization.challenge.realm == "no")
        #expect(authorization.issuers.first?.issuer == "2024-01-01")
        #expect(authorization.issuers.first?.audiences == .anyOf(["yes", "1:30"]))
    }

    @Test(
        "Values of claims are kept as JSON",
        arguments: [
            ("example", [#""example""#]), ("[a, 1, -1.5e3, false, TRUE]", [#""a""#, "1", "-1.5e3", "false", "true"]),
            ("12345678901234567890", ["12345678901234567890"]), (#""é\n\u0001""#, [#""é\u000a\u0001""#]),
            ("'no'", [#""no""#]), ("1.2.3", [#""1.2.3""#]), ("''", [#""""#]),
        ]
    )
    func claimValues(_ yaml: String, _ json: [String]) throws {
        let rules = try load("rules: [{ require: { claims: { a: \(yaml) } } }]\n" + DiagnosticCase.minimal)
            .configuration
            .authorization.rules
        #expect(rules.first?.requirement?.claims.first?.anyOf == json)
    }
}
