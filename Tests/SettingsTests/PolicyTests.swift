import Admin
import Authorization
import JOSE
import Settings
import Testing

@Suite("Accepted policies")
struct PolicyTests {
    private func authorization(_ text: String) throws -> AuthorizationConfiguration {
        try load(text + "\n" + DiagnosticCase.minimal).configuration.authorization
    }

    private func condition(_ yaml: String) throws -> ClaimCondition? {
        try authorization("rules: [{ require: { claims: { /a/b: \(yaml) } } }]").rules.first?.requirement?.claims.first
    }

    private func path() throws -> ClaimPath {
        try #require(ClaimPath("/a/b"))
    }

    @Test("Operators on claims, with one value or several")
    func operators() throws {
        let path = try path()
        #expect(try condition("{ not: guest }") == ClaimCondition(path: path, not: [#""guest""#]))
        #expect(
            try condition("{ not: [guest, 5, null] }") == ClaimCondition(path: path, not: [#""guest""#, "5", "null"])
        )
        #expect(try condition("{ contains: true }") == ClaimCondition(path: path, contains: ["true"]))
        #expect(try condition("{ contains: [a, b] }") == ClaimCondition(path: path, contains: [#""a""#, #""b""#]))
        let patterns = try [ClaimPattern(#"a\.b"#), ClaimPattern("[0-9]{3}")]
        #expect(try condition(#"{ matches: 'a\.b' }"#) == ClaimCondition(path: path, matches: [patterns[0]]))
        #expect(try condition(#"{ matches: ['a\.b', "[0-9]{3}"] }"#) == ClaimCondition(path: path, matches: patterns))
        #expect(
            try condition("{ at_least: 12345678901234567890, at_most: 1.5e30 }")
                == ClaimCondition(path: path, atLeast: "12345678901234567890", atMost: "1.5e30")
        )
        #expect(
            try condition("{ not: b, contains: c, at_least: -1, at_most: -1 }")
                == ClaimCondition(path: path, not: [#""b""#], contains: [#""c""#], atLeast: "-1", atMost: "-1")
        )
    }

    @Test("Issuers and audiences of a rule, and its own metadata")
    func requirement() throws {
        let rule = try authorization(
            """
            rules:
              - require: { issuers: [https://issuer.example], audiences: [a, b] }
                resource_metadata: https://api.example/.well-known/oauth-protected-resource/a
            """
        ).rules.first
        #expect(rule?.requirement == Requirement(issuers: ["https://issuer.example"], audiences: ["a", "b"]))
        #expect(rule?.resourceMetadata == "https://api.example/.well-known/oauth-protected-resource/a")
    }

    @Test("Preflights, aliases and kept decisions")
    func switches() throws {
        let usual = try authorization("")
        #expect(usual.corsPreflight == .judge)
        #expect(usual.spoofedHeaders == nil)
        #expect(usual.decisionCacheLifetime == nil)
        let other = try authorization("cors_preflight: allow\nspoofed_headers: ignore\ndecision_cache_header: 1m")
        #expect(other.corsPreflight == .allow)
        #expect(other.spoofedHeaders == .ignore)
        #expect(other.decisionCacheLifetime == .seconds(60))
        #expect(try authorization("spoofed_headers: refuse").spoofedHeaders == .refuse)
    }

    @Test("Claim headers: a default, and an issuer's own beside the general ones")
    func claimHeaders() throws {
        let text = """
            issuers:
              - { issuer: https://a.example, audiences: any }
              - issuer: https://b.example
                audiences: any
                claim_headers: { x-sub: uid, X-Tenant: { claim: tenant, format: json, default: none } }
            claim_headers: { X-Sub: { claim: sub, default: "no body" } }
            """
        let authorization = try load(text).configuration.authorization
        let claim = { (text: String) in try #require(ClaimPath(text)) }
        let general = ClaimHeader(name: "X-Sub", content: .claim(try claim("sub"), .plain), defaultValue: "no body")
        #expect(authorization.claimHeaders == [general])
        #expect(
            authorization.issuerClaimHeaders == [
                1: [
                    ClaimHeader(name: "x-sub", content: .claim(try claim("uid"), .plain)),
                    ClaimHeader(name: "X-Tenant", content: .claim(try claim("tenant"), .json), defaultValue: "none"),
                ]
            ]
        )
        #expect(authorization.claimHeaderNames == ["X-Sub", "X-Tenant"])
    }

    @Test("The room for claim headers counts those of single issuers")
    func room() {
        let text = """
            issuers:
              - issuer: https://a.example
                audiences: any
                claim_headers: { X-AAAAAAAAAAAAAAAAAAAAAAAAA: a }
            limits: { response_headers: 20B }
            """
        #expect(diagnostics(in: text).count == 1)
    }

    @Test("Access tokens alone")
    func profile() throws {
        let text =
            "issuers: [{ issuer: https://a.example, audiences: [a], required_claims: [sub, x], profile: rfc9068 }]"
        let issuer = try #require(try load(text).configuration.authorization.issuers.first)
        #expect(issuer.tokenTypes == ["at+jwt"])
        #expect(issuer.requiredClaims == ["sub", "x", "aud", "client_id", "iat", "jti"])
    }

    @Test("What clients may learn of the protected resource")
    func protectedResource() throws {
        let text = """
            protected_resource:
              resource: https://api.example/v1
              authorization_servers: [https://issuer.example, https://other.example]
              scopes_supported: [read, write]
              resource_name: The API
              resource_documentation: https://api.example/docs

            """
        #expect(try load(DiagnosticCase.minimal).configuration.protectedResource == nil)
        #expect(
            try load(text + DiagnosticCase.minimal).configuration.protectedResource
                == ProtectedResource(
                    resource: "https://api.example/v1",
                    authorizationServers: ["https://issuer.example", "https://other.example"],
                    scopesSupported: ["read", "write"],
                    name: "The API",
                    documentation: "https://api.example/docs"
                )
        )
        let off = try load(
            "admin: off\nprotected_resource: { resource: https://api.example }\n" + DiagnosticCase.minimal
        )
        #expect(off.warnings.count == 1)
    }
}
