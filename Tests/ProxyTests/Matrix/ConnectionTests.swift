import TestSupport
import Testing

extension ProxySuite {
    /// How each proxy uses its connections to Postern, and clients theirs to the application.
    @Suite("Connections of proxies", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
    struct ConnectionTests {
        @Test("A thousand requests share few connections", arguments: Front.installed)
        func aThousandQuestionsShareFewConnections(front: Front) async throws {
            try await Square.use([front]) { square in
                let before = try square.postern.acceptedConnections
                let good = try square.get(token: square.token())
                let crowd = Crowd(clients: 16, port: try square.port(of: front), requests: [good], limit: 1_000)
                let answers = try await crowd.finish()
                #expect(answers.count == 1_000)
                #expect(answers.allSatisfy { $0.status == 200 })
                let connections = try square.postern.acceptedConnections - before
                #expect((1...40).contains(connections), "\(connections) connections")
            }
        }

        @Test("WebSockets need a token, then data flows", arguments: Front.installed)
        func webSocketsNeedATokenAndThenFlow(front: Front) async throws {
            let application = try UpgradeApplication()
            try await Square.use([front], application: application.port) { square in
                let port = try square.port(of: front)
                let head = """
                    GET /hello HTTP/1.1\r
                    Host: api.example\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    X-Auth-Company: evil\r

                    """
                let refused = try HTTPClient.exchange(head + "Connection: Upgrade, close\r\n\r\n", port: port)
                #expect(refused.status == 401, "\(refused)")
                #expect(application.arrivals.all.isEmpty)

                let token = try square.token(["company": nil])
                let wire = try Wire(to: port)
                try wire.send(head + "Connection: Upgrade\r\nAuthorization: Bearer \(token)\r\n\r\n")
                let answer = try wire.receive(until: "\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 101 "), "\(answer)")
                try wire.send("ping")
                let echo = try wire.receive(until: "ping")
                #expect(echo == "ping")

                let arrival = try #require(application.arrivals.all.first).lowercased()
                #expect(arrival.contains("x-auth-subject: user-1\r\n"), "\(arrival)")
                #expect(!arrival.contains("evil"), "\(arrival)")
            }
            application.stop()
        }
    }
}
