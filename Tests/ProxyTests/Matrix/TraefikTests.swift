import Demo
import Testing

extension ProxySuite {
    /// Traefik, which is not here: questions in the form that its `forwardAuth` gives them.
    ///
    /// The heads follow its source: the headers of `authRequestHeaders` and X-Forwarded-For, -Host, -Method, -Port, -Proto,
    /// -Server and -Uri, names in Go's spelling, in Go's order, with what Go's client adds.
    @Suite("Behind Traefik")
    struct TraefikTests {
        /// A question, with what a test says of the original request.
        private static func question(
            method: String = "GET",
            uri: String = "/hello",
            host: String = "api.example",
            tokens: [String] = []
        ) -> String {
            let lines =
                ["GET / HTTP/1.1", "Host: 127.0.0.1:9094", "User-Agent: Go-http-client/1.1"]
                + tokens.map { "Authorization: Bearer \($0)" }
                + [
                    "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Host: \(host)", "X-Forwarded-Method: \(method)",
                    "X-Forwarded-Port: 443", "X-Forwarded-Proto: https", "X-Forwarded-Server: edge-1",
                    "X-Forwarded-Uri: \(uri)", "Accept-Encoding: gzip",
                ]
            return lines.joined(separator: "\r\n") + "\r\n\r\n"
        }

        @Test("Its requests are understood") func itsQuestionsAreUnderstood() async throws {
            try await Square.use([]) { square in
                let port = square.postern.forwardedPort
                let wire = try Wire(to: port)
                func status(_ question: String) throws -> Int {
                    try wire.send(question)
                    return try HTTPAnswer(parsing: Array(wire.receive(until: "\r\n\r\n").utf8)).status
                }
                let (good, admin) = try (square.token(), square.token(["scope": "admin"]))
                // One connection for all, as its client keeps it.
                let first = try status(Self.question())
                #expect(first == 401)
                let allowed = try status(Self.question(tokens: [good]))
                #expect(allowed == 200)
                let anonymous = try status(Self.question(uri: "/public/a?b=c"))
                #expect(anonymous == 200)
                let lacking = try status(Self.question(uri: "/admin/users", tokens: [good]))
                #expect(lacking == 403)
                let scoped = try status(Self.question(method: "POST", uri: "/admin/users", tokens: [admin]))
                #expect(scoped == 200)
                let denied = try status(Self.question(method: "DELETE", uri: "/delete/1", tokens: [good]))
                #expect(denied == 403)
                let closed = try status(Self.question(host: "closed.example", tokens: [good]))
                #expect(closed == 403)
                let ambiguous = try status(Self.question(uri: "/public/..%2fadmin/users"))
                #expect(ambiguous == 403)
                let twice = try status(Self.question(tokens: [good, admin]))
                #expect(twice == 401)
            }
        }

        /// `authResponseHeaders` are taken from the request first, and set only if the answer has them.
        @Test("Every claim header is in every allow") func everyClaimHeaderIsInEveryPermission() async throws {
            try await Square.use([]) { square in
                for question in try [
                    Self.question(uri: "/public/a"),
                    Self.question(tokens: [square.token(["sub": nil, "company": nil])]),
                ] {
                    let answer = try HTTPClient.exchange(question, port: square.postern.forwardedPort)
                    #expect(answer.status == 200)
                    #expect(answer.values(of: "X-Auth-Subject") == [""])
                    #expect(answer.values(of: "X-Auth-Company") == [""])
                }
            }
        }
    }
}
