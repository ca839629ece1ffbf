import Issuers
import Settings
import Testing

@Suite("Headers of the requests for keys")
struct FetchHeaderTests {
    @Test("The location of their values is known, the values are not")
    func headers() throws {
        let text = """
            issuers:
              - issuer: https://issuer.example
                audiences: any
                jwks_headers:
                  Authorization: { file: token, scheme: Bearer }
                  X-Api-Key: { env: PATH }
            """
        let loaded = try load(text)
        #expect(
            loaded.configuration.issuerKeys.first?.headers == [
                FetchHeader(name: "Authorization", value: .file(path: "/etc/postern/token"), scheme: "Bearer"),
                FetchHeader(name: "X-Api-Key", value: .environment("PATH")),
            ]
        )
        #expect(loaded.warnings.isEmpty)
    }

    @Test("A value that was written out stays out of the message")
    func secrets() {
        let text = "issuers: [{ issuer: https://a.example, audiences: any, jwks_headers: { X-Api-Key: geheim } }]"
        #expect(diagnostics(in: text).count == 1)
        #expect(!diagnostics(in: text).joined().contains("geheim"))
    }
}
