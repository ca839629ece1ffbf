import Testing

@testable import ProxyProtocol

@Suite("The forwarded dialect")
struct ForwardedDialectTests {
    static func ask(_ fields: [String]) throws -> Asked {
        let lines = ["GET /auth HTTP/1.1", "Host: postern"] + fields + ["", ""]
        return try Asked(.forwarded, Array(lines.joined(separator: "\r\n").utf8))
    }

    @Test("What Traefik sends")
    func readsTraefik() throws {
        let asked = try Self.ask([
            "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Host: app.example", "X-Forwarded-Method: DELETE",
            "X-Forwarded-Port: 443", "X-Forwarded-Proto: https", "X-Forwarded-Server: t", "X-Forwarded-Uri: /a?b",
            "X-Real-Ip: 10.0.0.1",
        ])
        #expect(asked == Asked(method: "DELETE", host: "app.example", target: .origin("/a?b")))
    }

    @Test("What Caddy sends")
    func readsCaddy() throws {
        let asked = try Self.ask([
            "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Host: localhost:8080", "X-Forwarded-Method: GET",
            "X-Forwarded-Proto: http", "X-Forwarded-Uri: /a%23b",
        ])
        #expect(asked == Asked(method: "GET", host: "localhost:8080", target: .origin("/a%23b")))
    }

    @Test("Another family counts for nothing")
    func hasNoFallback() throws {
        let asked = try Self.ask(["X-Original-URI: /a", "X-Original-Method: GET", "X-Original-URL: http://h/a"])
        #expect(asked == Asked(target: .absent))
    }

    @Test("An empty value counts as not sent")
    func ignoresEmptyValues() throws {
        #expect(try Self.ask(["X-Forwarded-Uri: /a", "X-Forwarded-Host:"]) == Asked(target: .origin("/a")))
    }

    @Test(
        "What can be read in two ways, or is not in its form, is ambiguous",
        arguments: [
            ["X-Forwarded-Uri: /a", "X-Forwarded-Uri: /a"],
            ["X-Forwarded-Uri:", "X-Forwarded-Uri: /a"],
            ["X-Forwarded-Uri: /a", "X-Forwarded-Method: GET", "X-Forwarded-Method: GET"],
            ["X-Forwarded-Uri: /a", "X-Forwarded-Host: a", "X-Forwarded-Host: b"],
            ["X-Forwarded-Uri: /a", "X-Forwarded-Proto: http", "X-Forwarded-Proto: https"],
            ["X-Forwarded-Uri: /a", "X-Forwarded-Host: a, b"],
            ["X-Forwarded-Uri: http://h/a"],
            ["X-Forwarded-Uri: a"],
            ["X-Forwarded-Uri: /a", "X-Forwarded-Method: GET DELETE"],
        ]
    )
    func refuses(fields: [String]) throws {
        #expect(try Self.ask(fields) == .ambiguous)
    }
}
