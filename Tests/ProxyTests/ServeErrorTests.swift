import Demo
import TestSupport
import Testing

extension ProxySuite {
    /// `postern serve` when it cannot start: it says why on standard error, and what to do.
    @Suite("Errors at startup")
    struct ServeErrorTests {
        @Test("An invalid file is named with line and column") func aWrongFileIsNamedWithLineAndColumn() async throws {
            let folder = try TemporaryFolder()
            let file = try folder.write(
                """
                listeners:
                  - address: 127.0.0.1:9090
                    proxi: nginx
                issuers:
                  - issuer: https://issuer.example
                    audiences: [api]
                """,
                to: "postern.yaml"
            )
            let postern = try ChildProcess(Program.postern, ["serve", "--config", file], in: folder)
            #expect(try await postern.exit() == 1, "\(postern.output)")
            #expect(postern.output.contains("postern.yaml:3:5"), "\(postern.output)")
            #expect(postern.output.contains("proxi"), "\(postern.output)")
            #expect(postern.output.contains("proxy"), "the mend: \(postern.output)")
        }

        @Test("A port in use is named") func aTakenPortIsNamed() async throws {
            let folder = try TemporaryFolder()
            let other = try await EchoUpstream.start(port: 0)
            let arguments = [
                "serve", "--issuer", "http://127.0.0.1:9", "--any-audience", "--admin", "off",
                "--listen", "127.0.0.1:\(other.port)",
            ]
            let postern = try ChildProcess(Program.postern, arguments, in: folder)
            #expect(try await postern.exit() != 0, "\(postern.output)")
            #expect(postern.output.contains("127.0.0.1:\(other.port)"), "\(postern.output)")
            try await other.stop()
        }
    }
}
