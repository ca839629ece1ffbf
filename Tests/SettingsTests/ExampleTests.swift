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

@Suite("A configuration with every key")
struct ExampleTests {
    private static let text = """
        listeners:
          - address: 127.0.0.1:9090            # host:port, [::1]:port, or unix:/run/postern/nginx.sock
            proxy: nginx                       # nginx | envoy | forwarded (Traefik, Caddy, HAProxy)
          - { address: "[::1]:9092", proxy: envoy, path_prefix: /check }
          - { address: "unix:/run/postern/caddy.sock", proxy: forwarded }
        admin: 127.0.0.1:9091                  # or off
        threads: auto

        issuers:
          - issuer: https://issuer.example     # must equal `iss` exactly
            audiences: [api]
            jwks: https://issuer.example/keys
            algorithms: [EdDSA, RS256]
            token_types: [at+jwt, Application/JWT]
            leeway: 60s
            required_claims: [sub]
            max_lifetime: 24h
            max_age: 500ms
            ca_file: /etc/ssl/private-ca.pem
          - issuer: internal
            audiences: any
            jwks: file:keys/internal.json
            algorithms: [HS256, Ed25519]
          - issuer: https://other.example/
            audiences: [any, other]
          - issuer: third
            audiences: [third]
            discovery: https://third.example/discovery

        tokens:
          - header: Authorization
            scheme: Bearer
          - header: X-Token
            scheme: ''
          - cookie: access_token
          - query: access_token

        claim_headers:
          X-Auth-Subject: sub
          X-Auth-Company: company
          X-Auth-Groups: { claim: groups, format: csv }
          X-Auth-City: { claim: /address/city }
          X-Auth-Payload: { payload: true }

        rules:
          - match: { paths: [/public/**], methods: [GET], hosts: [api.example] }
            access: anonymous
          - match: { paths: [/admin/**] }
            require: { scopes: [admin], claims: { company: [example] } }
        policies:
          internal:
            rules:
              - match: { methods: [PURGE] }
                access: denied
              - require: { claims: { /tenant/id: 5, admin: true, note: "5", gone: null, name: 'a "b"\\' } }

        keys: { refresh: 10m, stale_for: 1d, cooldown: 30s, timeout: 5s, state_directory: state }
        cache: { tokens: 0 }
        limits:
          { token: 4KiB, header_block: 1MiB, headers: 50, connections: 500, header_timeout: 2s, idle_timeout: 65m,
            response_headers: 3500B }
        challenge: { realm: the api, resource_metadata: https://api.example/.well-known/oauth-protected-resource }
        log: { format: text, level: debug, decisions: all }
        """

    private let loaded: ConfigurationLoader.Loaded
    private var configuration: Configuration { loaded.configuration }

    init() throws {
        loaded = try load(Self.text)
    }

    @Test("Nothing draws a warning")
    func warnings() {
        #expect(loaded.warnings.isEmpty)
    }

    @Test("Listeners and threads")
    func listeners() {
        #expect(
            configuration.listeners == [
                DecisionListener(address: .tcp(host: "127.0.0.1", port: 9090), dialect: .nginx),
                DecisionListener(address: .tcp(host: "::1", port: 9092), dialect: .envoy(pathPrefix: "/check")),
                DecisionListener(address: .unix(path: "/run/postern/caddy.sock"), dialect: .forwarded),
            ]
        )
        #expect(
            configuration.listeners.map(\.address.description) == [
                "127.0.0.1:9090", "[::1]:9092", "unix:/run/postern/caddy.sock",
            ]
        )
        #expect(configuration.admin == .tcp(host: "127.0.0.1", port: 9091))
        #expect(configuration.threads == nil)
    }

    @Test("Issuers and their keys")
    func issuers() {
        #expect(
            configuration.authorization.issuers == [
                TokenRequirements(
                    issuer: "https://issuer.example",
                    audiences: .anyOf(["api"]),
                    algorithms: [.edDSA, .rs256],
                    tokenTypes: ["at+jwt", "jwt"],
                    leeway: .seconds(60),
                    requiredClaims: ["sub"],
                    maxLifetime: .seconds(86400),
                    maxAge: .seconds(0.5)
                ),
                TokenRequirements(issuer: "internal", audiences: .any, algorithms: [.hs256, .ed25519]),
                TokenRequirements(issuer: "https://other.example/", audiences: .anyOf(["any", "other"])),
                TokenRequirements(issuer: "third", audiences: .anyOf(["third"])),
            ]
        )
        #expect(
            configuration.issuerKeys == [
                IssuerKeys(
                    issuer: "https://issuer.example",
                    source: .url("https://issuer.example/keys"),
                    caFile: "/etc/ssl/private-ca.pem"
                ),
                IssuerKeys(issuer: "internal", source: .file(path: "/etc/postern/keys/internal.json")),
                IssuerKeys(
                    issuer: "https://other.example/",
                    source: .discovery(url: "https://other.example/.well-known/openid-configuration")
                ),
                IssuerKeys(issuer: "third", source: .discovery(url: "https://third.example/discovery")),
            ]
        )
    }

    @Test("Tokens and claim headers")
    func tokens() throws {
        #expect(
            configuration.authorization.tokenSources == [
                .bearer, .header(name: "X-Token", scheme: ""), .cookie(name: "access_token"),
                .query(name: "access_token"),
            ]
        )
        #expect(
            configuration.authorization.claimHeaders == [
                ClaimHeader(name: "X-Auth-Subject", content: .claim(try claim("sub"), .plain)),
                ClaimHeader(name: "X-Auth-Company", content: .claim(try claim("company"), .plain)),
                ClaimHeader(name: "X-Auth-Groups", content: .claim(try claim("groups"), .csv)),
                ClaimHeader(name: "X-Auth-City", content: .claim(try claim("/address/city"), .plain)),
                ClaimHeader(name: "X-Auth-Payload", content: .payload),
            ]
        )
    }

    @Test("Rules and policies")
    func rules() throws {
        #expect(
            configuration.authorization.rules == [
                Rule(
                    label: "rules[0]",
                    paths: [try #require(PathPattern("/public/**"))],
                    methods: ["GET"],
                    hosts: ["api.example"],
                    access: .anonymous
                ),
                Rule(
                    label: "rules[1]",
                    paths: [try #require(PathPattern("/admin/**"))],
                    requirement: Requirement(
                        scopes: ["admin"],
                        claims: [Requirement.Claim(path: try claim("company"), anyOf: [#""example""#])]
                    )
                ),
            ]
        )
        let values = [
            ("/tenant/id", "5"), ("admin", "true"), ("note", #""5""#), ("gone", "null"), ("name", #""a \"b\"\\""#),
        ]
        #expect(
            configuration.authorization.policies == [
                "internal": [
                    Rule(label: "policies.internal.rules[0]", methods: ["PURGE"], access: .denied),
                    Rule(
                        label: "policies.internal.rules[1]",
                        requirement: Requirement(
                            claims: try values.map { Requirement.Claim(path: try claim($0.0), anyOf: [$0.1]) }
                        )
                    ),
                ]
            ]
        )
    }

    @Test("Keys, limits, challenge and log")
    func settings() {
        #expect(
            configuration.keys
                == KeySettings(
                    refresh: 600,
                    staleFor: 86400,
                    cooldown: 30,
                    timeout: 5,
                    stateDirectory: "/etc/postern/state"
                )
        )
        #expect(
            configuration.limits
                == GatewayLimits(
                    headerBlock: 1 << 20,
                    headers: 50,
                    connections: 500,
                    headerTimeout: 2,
                    idleTimeout: 3900
                )
        )
        #expect(configuration.authorization.tokenLimit == 4096)
        #expect(configuration.authorization.responseHeadersLimit == 3500)
        #expect(configuration.authorization.cachedTokens == 0)
        #expect(
            configuration.authorization.challenge
                == Challenge(
                    realm: "the api",
                    resourceMetadata: "https://api.example/.well-known/oauth-protected-resource"
                )
        )
        #expect(configuration.log == LogSettings(format: .text, level: .debug, decisions: .all))
    }

    private func claim(_ text: String) throws -> ClaimPath {
        try #require(ClaimPath(text))
    }
}
