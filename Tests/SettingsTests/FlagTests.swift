import Authorization
import Foundation
import Issuers
import JOSE
import Settings
import Testing

@Suite("Flags instead of a file")
struct FlagTests {
    private func diagnostics(_ result: Result<ConfigurationLoader.Loaded, Diagnostics>) -> [String] {
        guard case .failure(let found) = result else { return [] }
        return found.entries.map(\.description)
    }

    @Test("The least that is needed is what a file with as little means")
    func least() throws {
        let flags = ConfigurationLoader.fromFlags(issuer: "https://issuer.example", audiences: ["api", "b"])
        let file = "issuers: [{ issuer: https://issuer.example, audiences: [api, b] }]"
        #expect(try flags.get() == load(file))
    }

    @Test("Every flag")
    func all() throws {
        let flags = ConfigurationLoader.fromFlags(
            issuer: "https://issuer.example",
            anyAudience: true,
            jwks: "https://issuer.example/keys",
            listen: "unix:/run/a.sock",
            proxy: "envoy",
            admin: "[::]:9091",
            adminPublic: true,
            claimHeaders: ["X-Auth-Subject=sub", "X-Auth-City=/address/city", "X-Odd=a=b"]
        )
        let file = """
            issuers: [{ issuer: https://issuer.example, audiences: any, jwks: https://issuer.example/keys }]
            listeners: [{ address: "unix:/run/a.sock", proxy: envoy }]
            admin: "[::]:9091"
            admin_public: true
            claim_headers: { X-Auth-Subject: sub, X-Auth-City: /address/city, X-Odd: a=b }
            """
        #expect(try flags.get() == load(file))
    }

    @Test("An audience that is called any is one", arguments: [["any"], ["any", "b"]])
    func anyAsName(_ audiences: [String]) throws {
        let loaded = try ConfigurationLoader.fromFlags(issuer: "https://issuer.example", audiences: audiences).get()
        #expect(loaded.configuration.authorization.issuers.first?.audiences == .anyOf(audiences))
    }

    @Test("A key set without scheme is a file in the working directory", arguments: ["keys.json", "file:keys.json"])
    func file(_ jwks: String) throws {
        let loaded = try ConfigurationLoader.fromFlags(issuer: "a", anyAudience: true, jwks: jwks).get()
        let path = FileManager.default.currentDirectoryPath + "/keys.json"
        #expect(loaded.configuration.issuerKeys == [IssuerKeys(issuer: "a", source: .file(path: path))])
    }

    @Test("Warnings name the flag")
    func warnings() throws {
        let loaded = try ConfigurationLoader.fromFlags(issuer: "http://issuer.example", anyAudience: true).get()
        #expect(loaded.warnings.map(\.location) == [.flag("--issuer")])
    }

    @Test("Errors name the flag, and all are found")
    func wrong() {
        let flags = ConfigurationLoader.fromFlags(
            jwks: "ftp://issuer.example/keys",
            listen: "9090",
            proxy: "ngnix",
            admin: "127.0.0.1:70000",
            claimHeaders: ["X-Auth-Subject", "=sub", "Set-Cookie=sub", "X-A=sub", "x_a=sub", "X-B=", "X-C=/~"]
        )
        #expect(
            Set(diagnostics(flags)) == [
                "--issuer: error: missing; name the issuer, or give --config",
                "--audience: error: missing; name an audience, or accept all with --any-audience",
                "--jwks: error: 'ftp://issuer.example/keys' is not an http or https URL",
                "--listen: error: expected an address such as 127.0.0.1:9090, found '9090'; did you mean 127.0.0.1:9090?",
                "--proxy: error: expected nginx, envoy or forwarded, found 'ngnix'; did you mean 'nginx'?",
                "--admin: error: port 70000 is not between 1 and 65535",
                "--claim-header: error: expected NAME=CLAIM, found 'X-Auth-Subject'; write it like X-Auth-Subject=sub",
                "--claim-header: error: expected NAME=CLAIM, found '=sub'; write it like X-Auth-Subject=sub",
                "--claim-header: error: 'Set-Cookie' is reserved by HTTP or a proxy and cannot carry a claim",
                "--claim-header: error: many applications read it as the same header as 'X-A'; keep one of them",
                "--claim-header: error: expected a claim's name or a mapping, found ''",
                "--claim-header: error: '/~' is not a JSON Pointer; write ~0 for ~ and ~1 for / in a name",
            ]
        )
    }

    @Test("Flags that exclude each other, and values that no flag can have")
    func contradictions() {
        #expect(
            diagnostics(
                ConfigurationLoader.fromFlags(issuer: "https://issuer.example", audiences: ["a"], anyAudience: true)
            )
                == ["--any-audience: error: --audience is also given; keep one of the two"]
        )
        #expect(
            diagnostics(ConfigurationLoader.fromFlags(issuer: "internal", audiences: [""])) == [
                "--audience: error: expected text, found ''",
                "--issuer: error: 'internal' is not a URL, so its keys cannot be discovered; set jwks",
            ]
        )
        #expect(
            diagnostics(
                ConfigurationLoader.fromFlags(
                    issuer: "https://issuer.example",
                    anyAudience: true,
                    listen: "127.0.0.1:9091"
                )
            ) == ["--listen: error: 127.0.0.1:9091 is already used by admin; use a different address for each"]
        )
    }
}
