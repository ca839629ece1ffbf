import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// `postern check`, with an issuer that is there and one that is not.
    @Suite("The check command")
    struct CheckTests {
        @Test("Usable keys are listed") func usableKeysAreListed() async throws {
            let key = Ed25519SigningKey(keyID: "ed25519-1")
            let issuer = try GatewayIssuer(port: FreePort.take(), keys: [key, WeakKey()])
            try await issuer.start()
            let check = try await check(issuer.issuer)
            #expect(check.exitStatus == 0, "\(check.output)")
            #expect(check.output.contains("ed25519-1"), "\(check.output)")
            let rejected = check.output.split(separator: "\n").filter { $0.contains("weak-1") }
            #expect(rejected.count == 1, "its name and the reason on one line: \(check.output)")
            try await issuer.stop()
        }

        @Test("Keys that cannot be fetched are reported") func keysThatCannotBeHadAreTold() async throws {
            let issuer = try "http://127.0.0.1:\(FreePort.take())"
            let check = try await check(issuer)
            #expect(check.exitStatus == 2, "\(check.output)")
            #expect(check.output.contains(issuer), "\(check.output)")
        }

        @Test("Offline fetches nothing") func offlineFetchesNothing() async throws {
            let issuer = try GatewayIssuer(port: FreePort.take(), keys: [])
            try await issuer.start()
            let check = try await check(issuer.issuer, "--offline")
            #expect(check.exitStatus == 0, "\(check.output)")
            #expect(issuer.fetches == 0)
            try await issuer.stop()
        }

        @Test("An invalid file is reported without fetching") func aWrongFileIsToldWithoutFetching() async throws {
            let check = try await check("issuer.example")
            #expect(check.exitStatus == 1, "\(check.output)")
            #expect(check.output.contains("postern.yaml:"), "\(check.output)")
        }

        /// The certificates of these tests are good for two days.
        @Test(
            "A certificate that expires soon is a warning",
            .enabled(if: Program.openssl != nil, "openssl is not installed")
        )
        func aCertificateThatExpiresSoonIsAWarning() async throws {
            let folder = try TemporaryFolder()
            let certificates = try await Certificates(Program.openssl ?? "", in: folder)
            let tls = "{ certificate: \(certificates.server), key: \(certificates.serverKey) }"
            let configuration = try folder.write(
                """
                listeners: [{ address: "127.0.0.1:9090", tls: \(tls) }, { address: "127.0.0.1:9093", tls: \(tls) }]
                issuers: [{ issuer: "https://issuer.example", audiences: any }]
                """,
                to: "postern.yaml"
            )
            let words = ["check", "--offline", "--config", configuration]
            let check = try ChildProcess(Program.postern, words, in: folder)
            #expect(try await check.exit() == 0)
            let certificate = "warning: TLS: \(certificates.server) has a certificate"
            let warning = "\(configuration):1:62: \(certificate) that expires at "
            #expect(check.output.hasPrefix(warning), "\(check.output)")
            #expect(check.output.hasSuffix("\nthe configuration is valid\n"), "\(check.output)")
            #expect(check.output.components(separatedBy: warning).count == 2, "once for both: \(check.output)")
        }

        @Test("Every file that cannot be used is reported with its place")
        func everyFileThatCannotBeUsedIsToldWithItsPlace() async throws {
            let folder = try TemporaryFolder()
            let junk = try folder.write("junk", to: "junk.pem")
            let configuration = try folder.write(
                """
                listeners:
                  - address: 127.0.0.1:9090
                    tls: { certificate: none.pem, key: junk.pem }
                  - address: 127.0.0.1:9093
                    tls:
                      certificate: junk.pem
                      key: none.pem
                      client_ca: none.ca
                issuers:
                  - { issuer: "https://one.example", audiences: any, ca_file: other.ca }
                  - { issuer: "https://two.example", audiences: any, ca_file: junk.pem }
                """,
                to: "postern.yaml"
            )
            let words = ["check", "--offline", "--config", configuration]
            let check = try ChildProcess(Program.postern, words, in: folder)
            #expect(try await check.exit() == 1)
            let missing = "cannot be read: No such file or directory"
            let lines = [
                (3, 25, "TLS: \(folder.path)/none.pem \(missing)"),
                (3, 40, "TLS: \(junk) has no certificate in PEM form"),
                (3, 40, "TLS: \(junk) has no private key in PEM form"),
                (8, 18, "TLS: \(folder.path)/none.ca \(missing)"),
                (10, 63, "issuer https://one.example: `ca_file`: \(folder.path)/other.ca \(missing)"),
                (11, 63, "issuer https://two.example: `ca_file` \(junk) contains no readable PEM certificate"),
            ]
            func expected(missing severity: String) -> [String] {
                lines.map { line, column, words in
                    "\(configuration):\(line):\(column): \(words.hasSuffix(missing) ? severity : "error"): \(words)"
                }
            }
            #expect(check.output.split(separator: "\n").map(String.init) == expected(missing: "warning"))
            let online = try ChildProcess(Program.postern, ["check", "--config", configuration], in: folder)
            #expect(try await online.exit() == 1)
            #expect(online.output.split(separator: "\n").map(String.init) == expected(missing: "error"))
        }

        @Test("A key file without a usable key stops startup")
        func aKeyFileWithoutAUsableKeyStopsTheStart() async throws {
            let folder = try TemporaryFolder()
            try folder.write(#"{"keys":[\#(WeakKey().jwk)]}"#, to: "keys.json")
            let configuration = try folder.write(
                """
                listeners: [{ address: "127.0.0.1:9090" }]
                issuers: [{ issuer: "https://issuer.example", audiences: any, jwks: "file:keys.json" }]
                """,
                to: "postern.yaml"
            )
            let check = try ChildProcess(Program.postern, ["check", "--config", configuration], in: folder)
            #expect(try await check.exit() == 2)
            #expect(check.output.contains("  no usable key: the service would not start\n"), "\(check.output)")
            #expect(!check.output.contains("503"), "\(check.output)")
        }

        private func check(_ issuer: String, _ options: String...) async throws -> ChildProcess {
            let folder = try TemporaryFolder()
            var file = try ExampleFile("postern.yaml")
            try file.replace("https://my-api.example/__zuplo/issuer", with: issuer)
            let configuration = try folder.write(file.text, to: "postern.yaml")
            let child = try ChildProcess(Program.postern, ["check", "--config", configuration] + options, in: folder)
            try await child.exit()
            return child
        }
    }

    /// A key that nobody should accept.
    private struct WeakKey: SigningKey {
        let keyID = "weak-1"
        let algorithm = "RS256"
        let jwk = #"{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"weak-1","alg":"RS256"}"#

        func signature(over input: [UInt8]) -> [UInt8] { [] }
    }
}
