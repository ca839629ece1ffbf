import Testing

@testable import ProxyProtocol

@Suite("The nginx dialect")
struct NginxDialectTests {
    static func ask(_ fields: String...) throws -> Asked {
        let lines = ["GET /auth HTTP/1.1", "Host: postern"] + fields + ["", ""]
        return try Asked(.nginx, Array(lines.joined(separator: "\r\n").utf8))
    }

    @Test("Method, origin form and host")
    func readsOriginForm() throws {
        let asked = try Self.ask("X-Original-Method: POST", "X-Original-URI: /a?b=c", "X-Original-Host: h.example:80")
        #expect(asked == Asked(method: "POST", host: "h.example:80", target: .origin("/a?b=c")))
    }

    @Test("OPTIONS * has no path, and nothing about it is ambiguous")
    func readsAsterisk() throws {
        let asked = try Self.ask("X-Original-Method: OPTIONS", "X-Original-URI: *", "X-Original-Host: h.example")
        #expect(asked == Asked(method: "OPTIONS", host: "h.example", target: .absent))
    }

    @Test("Names in any case, values with bytes above ASCII")
    func readsAnyCase() throws {
        let asked = try Self.ask("x-original-method: get", "X-ORIGINAL-URI: /caf\u{e9}")
        #expect(asked == Asked(method: "get", target: .origin("/café")))
    }

    @Test("The absolute URL of ingress-nginx gives host and origin form")
    func readsAbsolute() throws {
        let asked = try Self.ask("X-Original-Method: GET", "X-Original-URL: https://api.example:443/a/b?c")
        #expect(asked == Asked(method: "GET", host: "api.example:443", target: .origin("/a/b?c")))
        #expect(try Self.ask("X-Original-URL: http://h").target == .origin("/"))
    }

    @Test("With an absolute URL the host comes from there, not from a client's header")
    func prefersHostOfURL() throws {
        let asked = try Self.ask("X-Original-URL: https://api.example/a", "X-Original-Host: spoofed.example")
        #expect(asked.host == "api.example")
    }

    @Test("Nothing sent is nothing known, never the subrequest's own line")
    func hasNoFallback() throws {
        #expect(try Self.ask() == Asked(target: .absent))
        #expect(
            try Self.ask("X-Forwarded-Uri: /a", "X-Forwarded-Method: GET", "X-Forwarded-Host: h")
                == Asked(target: .absent)
        )
    }

    @Test("An empty value counts as not sent")
    func ignoresEmptyValues() throws {
        #expect(try Self.ask("X-Original-URI: /a", "X-Original-URL:") == Asked(target: .origin("/a")))
        #expect(try Self.ask("X-Original-URI: ", "X-Original-Host:", "X-Original-Method:") == Asked(target: .absent))
        #expect(try Self.ask("X-Original-URI:", "X-Original-URL: http://h/a").target == .origin("/a"))
    }

    @Test(
        "What can be read in two ways is ambiguous",
        arguments: [
            ["X-Original-URI: /a", "X-Original-URI: /a"],
            ["X-Original-URI: /a", "X-Original-URI: /b", "X-Original-URI: /c"],
            ["X-Original-URI: /a", "X-Original-URL: http://h/a"],
            ["X-Original-URL: http://h/a", "X-Original-URL: http://h/b"],
            ["X-Original-URI: /a", "X-Original-URI:"],
            ["X-Original-URL:", "X-Original-URL: http://h/a"],
            ["X-Original-URI: /a", "X-Original-Method: GET", "x-original-method: POST"],
            ["X-Original-URI: /a", "X-Original-Host: a", "X-Original-Host: b"],
        ]
    )
    func refusesRepeats(fields: [String]) throws {
        let lines = ["GET / HTTP/1.1", "Host: postern"] + fields + ["", ""]
        #expect(try Asked(.nginx, Array(lines.joined(separator: "\r\n").utf8)) == .ambiguous)
    }

    @Test(
        "An address that is not in its form is ambiguous",
        arguments: [
            "X-Original-URI: a", "X-Original-URI: http://h/a", "X-Original-URI: **", "X-Original-URI: ?a",
            "X-Original-URI: /a b", "X-Original-URI: /a\tb", "X-Original-URL: /a", "X-Original-URL: ftp://h/a",
            "X-Original-URL: http:///a", "X-Original-URL: http://u@h/", "X-Original-URL: http://h?q",
            "X-Original-URL: http://h/a b", "X-Original-URL: //h/a", "X-Original-URL: http://a b/",
            "X-Original-Host: a b", "X-Original-Host: a, b", "X-Original-Host: a/b", "X-Original-Method: GET,DELETE",
        ]
    )
    func refusesForms(field: String) throws {
        let method = field.hasPrefix("X-Original-Method") ? "Accept: */*" : "X-Original-Method: GET"
        #expect(try Self.ask(method, field) == .ambiguous)
    }

    @Test(
        "The listener's own URL chooses the policy",
        arguments: [
            ("/", nil), ("/auth", nil), ("/auth/", nil), ("/auth/?a", nil), ("/auth?/auth/x", nil),
            ("/Auth/internal", nil), ("/x/auth/internal", nil), ("*", nil), ("h:80", nil),
            ("/auth/internal", "internal"), ("/auth/internal?x=y", "internal"), ("/auth/a/b", "a/b"),
            ("http://postern/auth/internal", "internal"), ("/auth/%69nternal", "%69nternal"),
        ] as [(String, String?)]
    )
    func choosesPolicy(target: String, policy: String?) throws {
        let bytes = head("GET \(target) HTTP/1.1", "Host: postern", "X-Original-URI: /a")
        #expect(try Asked(.nginx, bytes) == Asked(target: .origin("/a"), policy: policy))
        #expect(try Asked(.forwarded, bytes).policy == policy)
    }
}
