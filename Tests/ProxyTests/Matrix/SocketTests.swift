import Demo
import TestSupport
import Testing

extension ProxySuite {
    /// Postern on a socket in the file system.
    @Suite("Unix domain sockets", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
    struct SocketTests {
        @Test("Every proxy asks through a socket") func everyProxyAsksThroughASocket() async throws {
            let folder = try TemporaryFolder()
            let key = Ed25519SigningKey(keyID: "ed25519-1")
            let issuer = try GatewayIssuer(port: FreePort.take(), keys: [key])
            try await issuer.start()
            let application = try await EchoUpstream.start(port: 0)
            let admin = try FreePort.take()
            let configuration = try folder.write(
                """
                listeners:
                  - { address: "unix:nginx.sock", proxy: nginx }
                  - { address: "unix:envoy.sock", proxy: envoy }
                  - { address: "unix:forwarded.sock", proxy: forwarded }
                admin: 127.0.0.1:\(admin)
                issuers: [{ issuer: "\(issuer.issuer)", audiences: any }]
                claim_headers: { X-Auth-Subject: sub }
                """,
                to: "postern.yaml"
            )
            let postern = try ChildProcess(Program.postern, ["serve", "--config", configuration], in: folder)
            try await postern.ready {
                guard HTTPClient.canConnect(to: admin) else { return false }
                return try HTTPClient.request("GET", "/readyz", port: admin).status == 200
            }
            let token = try "Authorization: Bearer " + issuer.token(key)
            for front in Front.installed {
                let port = try FreePort.take()
                let place = "127.0.0.1:\(application.port)"
                let proxy = try await front.start(
                    port: port,
                    configuration: configuration,
                    application: place,
                    in: folder
                )
                let answer = try HTTPClient.request(headers: [token, "X-Auth-Subject: evil"], port: port)
                #expect(answer.status == 200, "\(front): \(answer)")
                #expect(answer.echoed("X-Auth-Subject") == ["user-1"], "\(front): \(answer)")
                #expect(try HTTPClient.request(port: port).status == 401, "\(front)")
                await proxy.stop()
            }
            await postern.stop()
            try await application.stop()
            try await issuer.stop()
        }
    }
}
