import Testing

@testable import ProxyProtocol

@Suite("The envoy dialect")
struct EnvoyDialectTests {
    static func ask(_ line: String, prefix: String = "", host: String = "api.example") throws -> Asked {
        try Asked(
            .envoy(pathPrefix: prefix),
            head(line, "Host: \(host)", "Content-Length: 0", "X-Original-URI: /spoofed", "X-Forwarded-Uri: /spoofed")
        )
    }

    @Test("The request itself is the original request")
    func readsRequest() throws {
        let expected = Asked(method: "POST", host: "api.example", target: .origin("/a/b?c=d"))
        #expect(try Self.ask("POST /a/b?c=d HTTP/1.1") == expected)
        #expect(try Self.ask("POST http://api.example/a/b?c=d HTTP/1.1", host: "other") == expected)
    }

    @Test("The prefix is taken off", arguments: ["/auth", "/auth/check", "/"])
    func stripsPrefix(prefix: String) throws {
        #expect(try Self.ask("GET \(prefix)/a?b HTTP/1.1", prefix: prefix).target == .origin("/a?b"))
        #expect(try Self.ask("GET \(prefix)/ HTTP/1.1", prefix: prefix).target == .origin("/"))
    }

    @Test(
        "A target without the prefix, or without a path after it, is no question of the proxy",
        arguments: [
            "/", "/a", "/auth", "/authx/a", "/auth?a", "/Auth/a", "/x/auth/a", "*", "api.example:443", "/%61uth/a",
            "http://api.example",
        ]
    )
    func needsPrefix(target: String) throws {
        #expect(try Self.ask("GET \(target) HTTP/1.1", prefix: "/auth").target == .missingPathPrefix)
    }

    @Test("Targets without a path leave the path unknown", arguments: ["*", "api.example:443", "http://api.example?q"])
    func needsPath(target: String) throws {
        let asked = try Self.ask("OPTIONS \(target) HTTP/1.1")
        #expect(asked.target == .absent)
        #expect(asked.method == "OPTIONS")
    }

    @Test("The URL never chooses a policy: clients write it")
    func hasNoPolicies() throws {
        #expect(try Self.ask("GET /auth/internal HTTP/1.1").policy == nil)
        #expect(try Self.ask("GET /auth/internal HTTP/1.1").target == .origin("/auth/internal"))
    }

    @Test("Without a host there is none")
    func readsRequestsWithoutHost() throws {
        #expect(try Asked(.envoy(pathPrefix: ""), head("GET /a HTTP/1.0")).host == nil)
    }
}
