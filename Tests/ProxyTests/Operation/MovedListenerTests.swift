import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// Reloads that change the address of a TLS listener, which needs a restart.
    @Suite("Listeners that a reload moves")
    struct MovedListenerTests {
        @Test(
            "A listener that a reload moves keeps the TLS files of the last reload, not those of the start",
            .enabled(if: Program.openssl != nil, "openssl is not installed")
        )
        func keepsItsFiles() async throws {
            let folder = try TemporaryFolder()
            let openssl = try #require(Program.openssl)
            let certificates = try await Certificates(openssl, in: folder)
            let (port, other, admin) = try (FreePort.take(), FreePort.take(), FreePort.take())
            func write(_ port: Int, _ certificate: String, _ key: String) throws -> String {
                try folder.write(
                    """
                    listeners: [{ address: 127.0.0.1:\(port), tls: { certificate: \(certificate), key: \(key) } }]
                    admin: 127.0.0.1:\(admin)
                    issuers: [{ issuer: http://127.0.0.1:9, audiences: any }]
                    """,
                    to: "postern.yaml"
                )
            }
            func isServed(_ name: String) async throws -> Bool {
                let script = "\(openssl) s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null"
                let client = try ChildProcess("/bin/sh", ["-c", script], in: folder)
                _ = try await client.exit()
                return client.output.contains("CN = \(name)")
            }
            let file = try write(port, certificates.server, certificates.serverKey)
            let process = try ChildProcess(Program.postern, ["serve", "--config", file], in: folder)
            try await process.ready { HTTPClient.canConnect(to: admin) }
            #expect(try await isServed("server"))
            _ = try write(port, certificates.client, certificates.clientKey)
            kill(process.pid, SIGHUP)
            try await process.ready { process.output.contains("\"reloaded\"") }
            #expect(try await isServed("client"))
            _ = try write(other, certificates.server, certificates.serverKey)
            kill(process.pid, SIGHUP)
            try await process.ready { process.output.contains("restart_needed_for") }
            #expect(try await isServed("client"))
            await process.stop()
        }
    }
}
