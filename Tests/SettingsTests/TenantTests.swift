import Authorization
import Issuers
import JOSE
import Settings
import Testing

@Suite("Issuers of providers with many tenants")
struct TenantTests {
    @Test("Each tenant is an issuer with keys of its own")
    func discovery() throws {
        let text = """
            issuers:
              - issuer: https://first.example
                audiences: any
              - issuer: https://login.example/{tenant}/v2.0
                tenants: [a, contoso.example]
                audiences: [api]
                leeway: 5s
              - issuer: https://last.example
                audiences: any
            """
        let loaded = try load(text)
        let names = [
            "https://first.example", "https://login.example/a/v2.0", "https://login.example/contoso.example/v2.0",
            "https://last.example",
        ]
        #expect(loaded.configuration.authorization.issuers.map(\.issuer) == names)
        let leeways = [60, 5, 5, 60].map { Duration.seconds($0) }
        #expect(loaded.configuration.authorization.issuers.map(\.leeway) == leeways)
        #expect(loaded.configuration.issuerKeys.map(\.issuer) == names)
        #expect(
            loaded.configuration.issuerKeys.map(\.source)
                == names.map { .discovery(url: $0 + "/.well-known/openid-configuration") }
        )
        #expect(loaded.warnings.isEmpty)
    }

    @Test(
        "The name is put into the keys' address too",
        arguments: [
            ("jwks: https://keys.example/{tenant}/keys?t={tenant}", KeySource.url("https://keys.example/b/keys?t=b")),
            ("discovery: https://{tenant}.example/d", .discovery(url: "https://b.example/d")),
            ("jwks: file:{tenant}.json", .file(path: "/etc/postern/b.json")),
        ]
    )
    func addresses(_ line: String, _ source: KeySource) throws {
        let text = """
            issuers:
              - issuer: "{tenant}"
                tenants: [a, b]
                audiences: any
                \(line)
            """
        let loaded = try load(text)
        #expect(loaded.configuration.issuerKeys.map(\.issuer) == ["a", "b"])
        #expect(loaded.configuration.issuerKeys.last?.source == source)
        #expect(loaded.warnings.isEmpty)
    }

    @Test("Keys that all tenants share draw a warning")
    func sharedKeys() throws {
        let text = """
            issuers:
              - issuer: https://login.example/{tenant}
                tenants: [a, b]
                audiences: any
                jwks: https://login.example/keys
            """
        let loaded = try load(text, path: "postern.yaml")
        #expect(loaded.configuration.issuerKeys.count == 2)
        #expect(
            loaded.warnings.map(\.description) == [
                "postern.yaml:5:11: warning: issuers[0].jwks: all tenants share the same keys: anyone who can sign for "
                    + "one can sign for all; write {tenant} where the tenant name occurs, if each has its own"
            ]
        )
    }

    @Test("A thousand tenants, and braces elsewhere")
    func many() throws {
        let tenants = (0..<1000).map { "t\($0)" }.joined(separator: ", ")
        let text = """
            issuers: [{ issuer: "https://login.example/{tenant}", tenants: [\(tenants)], audiences: ["{tenant}"] }]
            """
        let configuration = try load(text).configuration
        #expect(configuration.issuerKeys.count == 1000)
        #expect(configuration.authorization.issuers.last?.issuer == "https://login.example/t999")
        #expect(configuration.authorization.issuers.last?.audiences == .anyOf(["{tenant}"]))
    }
}
