import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// Listeners that speak TLS, asked by the real proxies with what the command prints for them.
    @Suite("TLS between proxy and Postern", .enabled(if: Program.openssl != nil, "openssl is not installed"))
    struct EncryptionTests {
        /// A service with a listener for each family, all with TLS, and what is around it.
        private struct Scene {
            let folder: TemporaryFolder
            let certificates: Certificates
            let configuration: String
            let nginxPort: Int
            let postern: ChildProcess
            let application: EchoUpstream
            let token: String
        }

        private func use(clientAuthorities: Bool, _ body: (Scene) async throws -> Void) async throws {
            let folder = try TemporaryFolder()
            let certificates = try await Certificates(Program.openssl ?? "", in: folder)
            let key = Ed25519SigningKey(keyID: "ed25519-1")
            let issuer = try GatewayIssuer(port: FreePort.take(), keys: [key])
            try await issuer.start()
            let application = try await EchoUpstream.start(port: 0)
            let ports = try (0..<4).map { _ in try FreePort.take() }
            let authorities = clientAuthorities ? ", client_ca: authority.pem" : ""
            let tls = "{ certificate: server.pem, key: server.key\(authorities) }"
            let configuration = try folder.write(
                """
                listeners:
                  - { address: "127.0.0.1:\(ports[0])", proxy: nginx, tls: \(tls) }
                  - { address: "127.0.0.1:\(ports[1])", proxy: envoy, tls: \(tls) }
                  - { address: "127.0.0.1:\(ports[2])", proxy: forwarded, tls: \(tls) }
                admin: 127.0.0.1:\(ports[3])
                issuers: [{ issuer: "\(issuer.issuer)", audiences: any }]
                claim_headers: { X-Auth-Subject: sub }
                """,
                to: "postern.yaml"
            )
            let postern = try ChildProcess(Program.postern, ["serve", "--config", configuration], in: folder)
            let outcome: Result<Void, any Error>
            do {
                try await postern.ready {
                    guard HTTPClient.canConnect(to: ports[3]) else { return false }
                    return try HTTPClient.request("GET", "/readyz", port: ports[3]).status == 200
                }
                try await body(
                    Scene(
                        folder: folder,
                        certificates: certificates,
                        configuration: configuration,
                        nginxPort: ports[0],
                        postern: postern,
                        application: application,
                        token: issuer.token(key)
                    )
                )
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            await postern.stop()
            try await application.stop()
            try await issuer.stop()
            try outcome.get()
        }

        @Test(
            "Every proxy asks over TLS",
            .enabled(if: !Front.installed.isEmpty, "no proxy is installed"),
            arguments: [false, true]
        )
        func everyProxyAsksByTLS(clientAuthorities: Bool) async throws {
            try await use(clientAuthorities: clientAuthorities) { scene in
                let both = try [scene.certificates.client, scene.certificates.clientKey]
                    .map { try String(contentsOfFile: $0, encoding: .utf8) }
                let clientAndKey = try scene.folder.write(both.joined(), to: "both.pem")
                for front in Front.installed {
                    var options = ["--trusted-certificate", scene.certificates.authority]
                    if clientAuthorities {
                        let certificate = front == .haproxy ? clientAndKey : scene.certificates.client
                        options += ["--client-certificate", certificate, "--client-key", scene.certificates.clientKey]
                    }
                    let answers = try await ask(front, scene, options)
                    #expect(answers.map(\.status) == [200, 401], "\(front): \(answers)")
                    #expect(answers.first?.echoed("X-Auth-Subject") == ["user-1"], "\(front): \(answers)")
                }
            }
        }

        @Test("No proxy trusts another certificate", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
        func noProxyBelievesAnotherCertificate() async throws {
            try await use(clientAuthorities: false) { scene in
                for front in Front.installed {
                    let options = [
                        ["--trusted-certificate", scene.certificates.client],
                        ["--trusted-certificate", scene.certificates.authority, "--server-name", "other.example"],
                    ]
                    for options in options {
                        let statuses = try await ask(front, scene, options).map(\.status)
                        let areOutages = statuses.allSatisfy { [500, 502, 503].contains($0) }
                        #expect(areOutages, "\(front) \(options): \(statuses)")
                    }
                }
            }
        }

        /// The answers for a good token, which the proxy gets time to ask about, and for none.
        private func ask(_ front: Front, _ scene: Scene, _ options: [String]) async throws -> [HTTPAnswer] {
            let port = try FreePort.take()
            let proxy = try await front.start(
                port: port,
                configuration: scene.configuration,
                application: "127.0.0.1:\(scene.application.port)",
                in: scene.folder,
                options: options
            )
            let lines = ["Authorization: Bearer \(scene.token)", "X-Auth-Subject: evil"]
            let answers = try [
                HTTPClient.request(headers: lines, port: port), HTTPClient.request(port: port),
            ]
            await proxy.stop()
            return answers
        }

        @Test("Certificates are reloaded on a signal", .enabled(if: Program.curl != nil, "curl is not installed"))
        func certificatesAreReadAnewAtASignal() async throws {
            try await use(clientAuthorities: false) { scene in
                let url = "https://\(Certificates.serverName):\(scene.nginxPort)/"
                func curl(trusting authority: String) async throws -> String {
                    let arguments = [
                        "-sS", "-o", "/dev/null", "-w", "%{http_code} %{ssl_verify_result}", "--cacert", authority,
                        "--resolve", "\(Certificates.serverName):\(scene.nginxPort):127.0.0.1", url,
                    ]
                    let child = try ChildProcess(Program.curl ?? "", arguments, in: scene.folder)
                    try await child.exit()
                    return child.output
                }
                let first = try await curl(trusting: scene.certificates.authority)
                #expect(first == "401 0")

                // A wrong file: what is in force stays, and the log says why.
                let key = try String(contentsOfFile: scene.certificates.serverKey, encoding: .utf8)
                _ = try scene.folder.write("nothing", to: "server.key")
                kill(scene.postern.pid, SIGHUP)
                try await eventually("the reload is refused") {
                    scene.postern.output.contains("server.key has no private key in PEM form")
                }
                let second = try await curl(trusting: scene.certificates.authority)
                #expect(second == "401 0")

                // The check finds it, too, with the same words.
                let arguments = ["check", "--offline", "--config", scene.configuration]
                let check = try ChildProcess(Program.postern, arguments, in: scene.folder)
                #expect(try await check.exit() == 1)
                #expect(check.output.contains("server.key has no private key in PEM form"), "\(check.output)")
                let start = try ChildProcess(
                    Program.postern,
                    ["serve", "--config", scene.configuration],
                    in: scene.folder
                )
                #expect(try await start.exit() == 1)
                #expect(start.output.contains("server.key has no private key in PEM form"), "\(start.output)")

                // Other certificates, of another authority.
                _ = try scene.folder.write(key, to: "server.key")
                let other = try TemporaryFolder()
                let certificates = try await Certificates(Program.openssl ?? "", in: other)
                for name in ["server.pem", "server.key"] {
                    let text = try String(contentsOfFile: "\(other.path)/\(name)", encoding: .utf8)
                    _ = try scene.folder.write(text, to: name)
                }
                kill(scene.postern.pid, SIGHUP)
                try await eventually("the new certificate is shown") {
                    try await curl(trusting: certificates.authority) == "401 0"
                }
                let old = try await curl(trusting: scene.certificates.authority)
                #expect(old.contains("000 "), "\(old)")
            }
        }
    }
}
