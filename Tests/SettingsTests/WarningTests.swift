import JOSE
import Settings
import Testing

@Suite("Warnings about a configuration")
struct WarningTests {
    private func warnings(_ text: String) throws -> [String] {
        try load(text, path: "postern.yaml").warnings.map(\.description)
    }

    private static let open =
        "http:// is not protected: an attacker on the network can replace the keys; use https://"

    @Test("http:// where others can listen in")
    func plainHTTP() throws {
        let text = """
            issuers:
              - issuer: http://issuer.example
                audiences: any
              - issuer: http://name.example
                audiences: any
                jwks: https://name.example/keys
              - issuer: http://name2.example
                audiences: any
                discovery: https://name.example/discovery
              - issuer: http://name3.example
                audiences: any
                jwks: file:keys.json
              - issuer: https://other.example
                audiences: any
                jwks: http://other.example/keys
              - issuer: https://third.example
                audiences: any
                discovery: http://10.0.0.1/discovery
            """
        #expect(
            try warnings(text) == [
                "postern.yaml:2:13: warning: issuers[0].issuer: \(Self.open)",
                "postern.yaml:15:11: warning: issuers[4].jwks: \(Self.open)",
                "postern.yaml:18:16: warning: issuers[5].discovery: \(Self.open)",
            ]
        )
    }

    @Test(
        "http:// on loopback causes no warning",
        arguments: ["127.0.0.1:8080", "localhost", "127.8.9.1", "[::1]:80", "LOCALHOST:1", "issuer.localhost"]
    )
    func loopback(_ host: String) throws {
        let text = "issuers: [{ issuer: \"http://\(host)\", audiences: any, jwks: \"http://\(host)/keys\" }]"
        #expect(try warnings(text) == [])
    }

    @Test(
        "Hosts that only look like loopback",
        arguments: ["127.0.0.1.example", "localhost.example", "[::2]", "128.0.0.1"]
    )
    func almostLoopback(_ host: String) throws {
        #expect(try warnings("issuers: [{ issuer: \"http://\(host)\", audiences: any }]").count == 1)
    }

    @Test("A reference that something else was to replace, without what may be a secret")
    func references() throws {
        let text = """
            challenge: { realm: "${REALM}" }
            claim_headers: { X-A: "a${B:-secret}", X-C: "$C", X-D: "${" }
            """
        let advice = "expand it first, for example with envsubst"
        #expect(
            try warnings(text + "\n" + DiagnosticCase.minimal) == [
                "postern.yaml:1:21: warning: ${REALM} is not replaced: "
                    + "variables are not expanded in a configuration; \(advice)",
                "postern.yaml:2:23: warning: ${B} is not replaced: "
                    + "variables are not expanded in a configuration; \(advice)",
            ]
        )
    }

    @Test("Others")
    func others() throws {
        let text = """
            listeners: [{ address: "unix:/a", proxy: envoy, socket: { mode: 0400 } }]
            issuers: [{ issuer: https://issuer.example, audiences: any, leeway: 25h }]
            policies: { a: { rules: [] } }
            limits: { token: 16KiB, header_block: 8KiB }
            """
        #expect(
            try warnings(text) == [
                "postern.yaml:1:65: warning: listeners[0].socket.mode: nobody can connect: connecting requires write permission",
                "postern.yaml:2:69: warning: issuers[0].leeway: tokens are accepted for more than a day after they expire; "
                    + "a minute is usual",
                "postern.yaml:3:11: warning: policies: no listener can select a policy: Envoy listeners always use the default one",
                "postern.yaml:4:18: warning: limits.token: a token of this size does not fit into limits.header_block",
            ]
        )
    }

    /// Without ML-DSA in libcrypto there is something to lack.
    private static let lacking = AlgorithmSet.names.filter { $0.algorithms.isDisjoint(with: .available) }

    @Test("Algorithms that this machine lacks", .enabled(if: !lacking.isEmpty))
    func algorithms() throws {
        let name = try #require(Self.lacking.first?.name)
        func text(_ names: String) -> String {
            "issuers: [{ issuer: https://issuer.example, audiences: any, algorithms: [\(names)] }]"
        }
        let warnings = try warnings(text("ES256, \(name)"))
        #expect(warnings.count == 1)
        #expect(
            warnings.first?.hasPrefix("postern.yaml:1:81: warning: issuers[0].algorithms[1]: ") == true,
            "\(warnings)"
        )
        #expect(warnings.first?.contains("does not support \(name)") == true, "\(warnings)")
        let diagnostics = diagnostics(in: text(name))
        #expect(diagnostics.count == 1)
        #expect(diagnostics.first?.contains("no token could be verified") == true, "\(diagnostics)")
    }

    @Test("One listener that can choose a policy is enough")
    func policies() throws {
        let listeners = "listeners: [{ address: 127.0.0.1:1, proxy: envoy }, { address: 127.0.0.1:2 }]\n"
        #expect(try warnings(listeners + "policies: { a: { rules: [] } }\n" + DiagnosticCase.minimal) == [])
    }
}
