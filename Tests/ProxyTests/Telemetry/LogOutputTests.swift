import Demo
import Foundation
import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// Standard error of `postern serve`, when whoever reads it is slow or gone, and what must never be on it.
    @Suite("Log output")
    struct LogOutputTests {
        @Test("A reader that stops reading blocks no decision")
        func aReaderWhoStandsStillStopsNoDecision() async throws {
            let folder = try TemporaryFolder()
            let pipe = "\(folder.path)/errors"
            try #require(mkfifo(pipe, 0o600) == 0)
            let reader = open(pipe, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            let (decisions, admin) = try (FreePort.take(), FreePort.take())
            let process = try Self.serve(decisions, admin, "log: { decisions: all }", "2>\(pipe)", in: folder)
            try await process.ready { HTTPClient.canConnect(to: decisions) && HTTPClient.canConnect(to: admin) }
            // Far more lines than the pipe and the queue hold together.
            let request = "GET / HTTP/1.1\r\nHost: h\r\nX-Original-URI: /\(String(repeating: "a", count: 250))\r\n\r\n"
            for _ in 0..<100 {
                let wire = try Wire(to: decisions)
                try wire.send(String(repeating: request, count: 49) + "GET /last HTTP/1.0\r\n\r\n")
                let answers = try wire.receive(until: "Connection: close")
                #expect(answers.contains("HTTP/1.1 401 "))
            }
            let page = try HTTPClient.request("GET", "/metrics", port: admin).body
            #expect(!page.contains(#"postern_log_lines_dropped_total{cause="slow_output"} 0"#), "\(page)")
            // Nor the end of the process.
            await process.stop()
            #expect(process.exitStatus == 0)
        }

        @Test("A reader that is gone blocks nothing") func aReaderWhoIsGoneStopsNothing() async throws {
            let folder = try TemporaryFolder()
            let (decisions, admin) = try (FreePort.take(), FreePort.take())
            let file = try Self.configuration(decisions, admin, "", in: folder)
            let command = "\(Program.postern) serve --config \(file) 2>&1 >/dev/null | head -n 1"
            let process = try ChildProcess("/bin/sh", ["-c", command], in: folder)
            try await process.ready { HTTPClient.canConnect(to: decisions) && !process.output.isEmpty }
            for _ in 0..<3 { #expect(try HTTPClient.request(port: decisions).status == 401) }
            #expect(HTTPClient.canConnect(to: admin))
            let pid = try #require(pid_t(Self.processes(with: file).first ?? ""))
            kill(pid, SIGTERM)
            try await process.exit()
        }

        @Test("Nothing of a token is ever written") func nothingOfATokenIsEverWritten() async throws {
            let folder = try TemporaryFolder()
            let key = Ed25519SigningKey(keyID: "ed25519-1")
            let issuer = try GatewayIssuer(port: FreePort.take(), keys: [key])
            try await issuer.start()
            var file = try ExampleFile("postern.yaml")
            let tokens = "tokens: [{ header: Authorization, scheme: Bearer }, { cookie: session }, { query: token }]"
            try file.replace("claim_headers:", with: "\(tokens)\nlog: { decisions: all, level: trace }\nclaim_headers:")
            let postern = try await PosternService(file, issuer: issuer.issuer, in: folder)
            try await postern.process.ready { try postern.isReady }
            let good = try issuer.token(key)
            let others = [
                try issuer.token(key, expiresIn: -3600), try issuer.token(Ed25519SigningKey()),
                try issuer.token(key, ["exp": "soon"]), try issuer.token(key, ["iss": "https://elsewhere.example"]),
                good + ".x", String(good.dropLast(5)), good + "AAAA", "x." + good, good.replacing(".", with: ":"),
                String(good.split(separator: ".").joined(separator: "..")), good + String(repeating: "A", count: 9000),
            ]
            for token in [good] + others {
                for headers in [
                    ["Authorization: Bearer \(token)"], ["Cookie: a=b; session=\(token)"],
                    ["X-Original-URI: /a?b=c&token=\(token)"], ["X-Original-URL: https://h/a?token=\(token)"],
                    ["Authorization: Bearer \(token)", "Authorization: Bearer \(token)"],
                    ["Authorization: Bearer \(token), Bearer x"],
                    ["Authorization: Bearer \(token)", "Cookie: session=\(good)x"],
                ] { _ = try HTTPClient.request(headers: headers, port: postern.nginxPort) }
            }
            await postern.process.stop()
            try await issuer.stop()
            let output = postern.process.output
            #expect(output.split(separator: "\n").count > others.count * 6)
            let parts = ([good] + others).flatMap { $0.split(whereSeparator: { ".:".contains($0) }) }
            for part in Set(parts) where part.count > 12 {
                #expect(!output.contains(part.prefix(24)), "\(part.prefix(24))")
                #expect(!output.contains(part.suffix(12)), "\(part.suffix(12))")
            }
            // The last lines are there.
            #expect(output.hasSuffix("\"message\":\"stopped\"}\n"), "\(output.suffix(300))")
        }

        private static func configuration(
            _ decisions: Int,
            _ admin: Int,
            _ more: String,
            in folder: TemporaryFolder
        ) throws -> String {
            try folder.write(
                """
                listeners: [{ address: 127.0.0.1:\(decisions), proxy: nginx }]
                admin: 127.0.0.1:\(admin)
                issuers: [{ issuer: "http://127.0.0.1:\(FreePort.take())", audiences: [api] }]
                \(more)
                """,
                to: "postern-\(decisions).yaml"
            )
        }

        private static func serve(
            _ decisions: Int,
            _ admin: Int,
            _ more: String,
            _ redirection: String,
            in folder: TemporaryFolder
        ) throws -> ChildProcess {
            let file = try configuration(decisions, admin, more, in: folder)
            let command = "exec \(Program.postern) serve --config \(file) \(redirection)"
            return try ChildProcess("/bin/sh", ["-c", command], in: folder)
        }

        /// The ids of the service's processes that have this word on their command line.
        private static func processes(with word: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { entry in
                let words = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") ?? Data()
                let line = String(decoding: words, as: UTF8.self)
                return line.hasPrefix(Program.postern) && line.contains(word)
            }
        }
    }
}
