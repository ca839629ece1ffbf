import Demo
import TestSupport
import Testing

extension ProxySuite {
    /// The lines that `docs/proxies.md` adds to a printed file, as they stand there.
    @Suite("Recipes of the documentation", .enabled(if: Program.nginx != nil, "nginx is not installed"))
    struct RecipeTests {
        private static let challenge = #"Bearer realm="api""#

        private static let refusal = LoopbackResponse(status: 401, headers: [("WWW-Authenticate", challenge)])

        @Test("Browsers are redirected to a login page") func browsersAreLedToALoginPage() async throws {
            let lines = try DocumentedLines(under: "### Login redirects")
            let edit: (inout ExampleFile) throws -> Void = { file in
                try file.add(lines.block(0), after: "error_page 500 = @no_decision;")
                try file.add(lines.block(1), before: "location = /_postern {")
            }
            try await FakeDecision.use(Self.refusal, behind: .nginx, edit: edit) { fake in
                let page = try fake.request("GET", "/a?b=c&d=%0d%0aX:y", headers: ["Accept: text/html,*/*;q=0.8"])
                #expect(page.status == 302, "\(page)")
                let location = "https://login.example/?return=https://api.example/a?b=c&d=%0d%0aX:y"
                #expect(page.values(of: "Location") == [location])
                #expect(page.values(of: "X").isEmpty)
                let script = try fake.request(headers: ["Accept: application/json"])
                #expect(script.status == 401, "\(script)")
                #expect(script.values(of: "WWW-Authenticate") == [Self.challenge])
                fake.give(LoopbackResponse(status: 403))
                #expect(try fake.request(headers: ["Accept: text/html"]).status == 403)
                fake.give(LoopbackResponse(status: 503))
                #expect(try fake.request(headers: ["Accept: text/html"]).status == 503)
                #expect(fake.arrivals.all.isEmpty)
            }
        }

        @Test("Scripts of another origin see refusals") func scriptsOfAnotherOriginSeeRefusals() async throws {
            let lines = try DocumentedLines(under: "### CORS on refusals")
            let edit: (inout ExampleFile) throws -> Void = { file in
                try file.add(lines.block(0), before: "server {\n        listen")
                try file.add(lines.block(1), after: "add_header WWW-Authenticate $challenge_of_403 always;")
                try file.add(lines.block(1), after: "add_header Retry-After $retry_after always;")
            }
            try await FakeDecision.use(behind: .nginx, edit: edit) { fake in
                for (status, origin, allowed) in [
                    (401, "https://app.example", ["https://app.example"]),
                    (403, "https://app.example", ["https://app.example"]),
                    (503, "https://app.example", ["https://app.example"]),
                    (200, "https://app.example", []),
                    (401, "https://app.example.evil.example", []),
                    (503, "https://appXexample", []),
                ] {
                    fake.give(LoopbackResponse(status: status))
                    let answer = try fake.request(headers: ["Origin: \(origin)"])
                    #expect(answer.status == status, "\(answer)")
                    #expect(
                        answer.values(of: "Access-Control-Allow-Origin") == allowed,
                        "\(status) \(origin): \(answer)"
                    )
                }
            }
        }

        @Test("Headers of a server are lost until they are repeated")
        func headersOfAServerAreLostUntilTheyAreRepeated() async throws {
            let name = "Strict-Transport-Security"
            let line = try DocumentedLines(under: "### Headers of your own").block(0)
            let lost: (inout ExampleFile) throws -> Void = { try $0.add(line, before: "location / {") }
            try await FakeDecision.use(behind: .nginx, edit: lost) { fake in
                let answer = try fake.request()
                #expect(answer.values(of: name).isEmpty, "the reason for the advice: \(answer)")
            }
            let repeated: (inout ExampleFile) throws -> Void = { file in
                try file.add(line, after: "add_header WWW-Authenticate $challenge_of_403 always;")
                try file.add(line, after: "add_header Retry-After $retry_after always;")
            }
            try await FakeDecision.use(behind: .nginx, edit: repeated) { fake in
                for status in [200, 401, 403, 503] {
                    fake.give(LoopbackResponse(status: status))
                    let answer = try fake.request()
                    #expect(answer.status == status)
                    #expect(answer.values(of: name) == ["max-age=31536000"], "\(answer)")
                }
            }
        }

        @Test("Bodies are as large as nginx allows") func bodiesAreAsLargeAsNginxLetsThemBe() async throws {
            let line = try DocumentedLines(under: "### Sizes").block(0)
            let body = String(repeating: "x", count: 2 << 20)
            try await FakeDecision.use(behind: .nginx) { fake in
                let answer = try fake.request("POST", body: body)
                #expect(answer.status == 413, "\(answer)")
                #expect(fake.questions.all.isEmpty, "nobody was asked")
            }
            try await FakeDecision.use(behind: .nginx, edit: { try $0.add(line, before: "location / {") }) { fake in
                let answer = try fake.request("POST", body: body)
                #expect(answer.status == 200, "\(answer)")
                #expect(answer.echoed("Content-Length") == ["\(2 << 20)"])
            }
        }

        @Test(
            "Envoy passes gRPC",
            .enabled(if: Program.envoy != nil && Program.curl != nil, "envoy or curl is not installed")
        )
        func envoyPassesGRPC() async throws {
            let folder = try TemporaryFolder()
            let application = try await HTTP2Application.start(in: folder)
            let lines = try DocumentedLines(under: "## Envoy").block(0)
            let edit: (inout ExampleFile) throws -> Void = { file in
                let cluster = "    - name: application\n      type: STATIC\n      connect_timeout: 1s\n"
                try file.replace(cluster, with: cluster + lines)
            }
            let allow = LoopbackResponse(headers: [("X-Auth-Subject", "alice"), ("X-Auth-Company", "")])
            try await FakeDecision.use(allow, behind: .envoy, application: application.port, edit: edit) { fake in
                func call() async throws -> HTTPAnswer {
                    let spoofed = ["X-Auth-Company: evil"]
                    return try await HTTPClient.http2(headers: spoofed, isGRPC: true, port: fake.port, in: folder)
                }
                let answer = try await call()
                #expect(answer.echoed("X-Auth-Subject") == ["alice"], "\(answer)")
                #expect(!answer.body.contains("evil"), "\(answer)")
                for (status, code) in [(401, "16"), (403, "7"), (503, "14")] {
                    fake.give(LoopbackResponse(status: status))
                    let refused = try await call()
                    #expect(refused.values(of: "grpc-status") == [code], "\(refused)")
                    #expect(refused.values(of: "Content-Type") == ["application/grpc"], "\(refused)")
                }
            }
            try await application.stop()
        }
    }
}

extension ExampleFile {
    fileprivate mutating func add(_ lines: String, after line: String) throws {
        try replace(line, with: "\(line)\n\(lines)")
    }

    fileprivate mutating func add(_ lines: String, before line: String) throws {
        try replace(line, with: "\(lines)\n\(line)")
    }
}
