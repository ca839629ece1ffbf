import Listeners
import TestSupport
import Testing

@testable import Admin

@Suite("The admin listener", .timeLimit(.minutes(1)))
struct AdminServerTests {
    static func run(
        missing: [String] = [],
        resource: ProtectedResourcePage? = nil,
        _ body: (Int) async throws -> Void
    ) async throws {
        let pages = AdminPages(
            missing: { missing },
            metrics: { Array("metrics\n".utf8) },
            status: { Array("{}".utf8) },
            index: Array("<!doctype html>".utf8),
            indexPolicy: "default-src 'none'; script-src 'sha256-abc'",
            resource: { resource }
        )
        let server = try await AdminServer.start(.tcp(host: "127.0.0.1", port: 0), pages: pages)
        guard case .tcp(_, let port) = server.address else { return }
        do {
            try await body(port)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    static func ask(_ port: Int, _ line: String) async throws -> String {
        try await TestSocket.exchange(port: port, "\(line) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    }

    @Test(
        "Each page has its type and content",
        arguments: [
            ("/livez", "text/plain; charset=utf-8", "alive\n"), ("/readyz", "text/plain; charset=utf-8", "ready\n"),
            ("/metrics", "text/plain; version=0.0.4; charset=utf-8", "metrics\n"),
            ("/status.json", "application/json", "{}"), ("/", "text/html; charset=utf-8", "<!doctype html>"),
            ("/livez?verbose", "text/plain; charset=utf-8", "alive\n"),
        ]
    )
    func showsPages(path: String, type: String, body: String) async throws {
        try await Self.run { port in
            let answer = try await Self.ask(port, "GET \(path)")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nContent-Type: \(type)\r\n"))
            #expect(answer.contains("\r\nContent-Length: \(body.utf8.count)\r\n"))
            #expect(answer.contains("\r\nCache-Control: no-store\r\n"))
            #expect(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"))
            let policy = path == "/" ? "script-src 'sha256-abc'" : "frame-ancestors 'none'"
            #expect(answer.contains("\r\nContent-Security-Policy: default-src 'none'; \(policy)\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n" + body))
            let head = try await Self.ask(port, "HEAD \(path)")
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(head.contains("\r\nContent-Length: \(body.utf8.count)\r\n"))
            #expect(head.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("Not ready is 503, and says what is missing")
    func tellsMissing() async throws {
        try await Self.run(missing: ["no keys of https://issuer.example", "draining"]) { port in
            let answer = try await Self.ask(port, "GET /readyz")
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.hasSuffix("\r\n\r\nno keys of https://issuer.example\ndraining\n"))
            #expect(try await Self.ask(port, "GET /livez").hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test("Anything else is 404, other methods are 405")
    func refuses() async throws {
        try await Self.run { port in
            for path in ["/nothing", "/livez/", "/LIVEZ", "//", "/metrics/x", "*"] {
                #expect(try await Self.ask(port, "GET \(path)").hasPrefix("HTTP/1.1 404 "))
            }
            for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
                let answer = try await Self.ask(port, "\(method) /livez")
                #expect(answer.hasPrefix("HTTP/1.1 405 "))
                #expect(answer.contains("\r\nAllow: GET, HEAD\r\n"))
            }
        }
    }

    @Test("A client that ends its side first is answered")
    func answersHalfClosed() async throws {
        try await Self.run { port in
            let socket = try await TestSocket(port: port)
            defer { socket.close() }
            try await socket.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
            socket.endOutput()
            #expect(try await socket.receiveAll().hasSuffix("\r\n\r\nalive\n"))
        }
    }

    @Test("A connection serves several requests in order")
    func keepsAlive() async throws {
        try await Self.run { port in
            let socket = try await TestSocket(port: port)
            defer { socket.close() }
            let close = "GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let keep = "GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\n\r\n"
            try await socket.send(keep + close)
            let answers = try await socket.receiveAll().split(separator: "HTTP/1.1 ")
            #expect(answers.map { $0.prefix(3) } == ["200", "200", "404"])
            #expect(answers.first?.hasSuffix("\r\n\r\nalive\n") == true)
        }
    }

    @Test(
        "The protected resource's metadata stand where clients look for them",
        arguments: [("", ""), ("/v1", ""), ("/v1", "/v1"), ("/v1/", "/v1/"), ("", "?a=b")]
    )
    func showsResource(resourcePath: String, asked: String) async throws {
        let page = ProtectedResourcePage(resourcePath: resourcePath, metadata: Array(#"{"resource":"r"}"#.utf8))
        try await Self.run(resource: page) { port in
            let answer = try await Self.ask(port, "GET /.well-known/oauth-protected-resource\(asked)")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("\r\nContent-Type: application/json\r\n"))
            #expect(answer.hasSuffix(#"{"resource":"r"}"#))
        }
    }

    @Test("Nowhere else, by no other method, and not where none is configured")
    func hidesResource() async throws {
        let wellKnown = "/.well-known/oauth-protected-resource"
        try await Self.run(resource: ProtectedResourcePage(resourcePath: "/v1", metadata: [])) { port in
            for path in ["/v2", "/v1/a", "x", "/"] {
                let answer = try await Self.ask(port, "GET \(wellKnown)\(path)")
                #expect(answer.hasPrefix("HTTP/1.1 404 "))
            }
            let answer = try await Self.ask(port, "POST \(wellKnown)/v1")
            #expect(answer.hasPrefix("HTTP/1.1 405 "))
        }
        try await Self.run { port in
            let answer = try await Self.ask(port, "GET \(wellKnown)")
            #expect(answer.hasPrefix("HTTP/1.1 404 "))
        }
    }
}
