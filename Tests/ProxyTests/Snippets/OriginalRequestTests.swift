import Demo
import TestSupport
import Testing

extension ProxySuite {
    /// What Postern is asked about is the request that the client sent, and the application gets what Postern judged.
    @Suite("The original request", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
    struct OriginalRequestTests {
        /// Rules for paths change the file for Envoy.
        private static let pathRules = "[{ match: { paths: [/public/**] }, access: anonymous }]"

        @Test("Rewrites do not change the decision", arguments: Front.installed)
        func rewritesDoNotChangeTheQuestion(front: Front) async throws {
            try await FakeDecision.use(behind: front, rules: Self.pathRules, edit: { try $0.rewrite(for: front) }) {
                fake in
                let answer = try fake.request("POST", "/api/admin/users?access_token=a%2Fb&c")
                let method = front.rewritesMethod ? "PUT" : "POST"
                #expect(answer.body.hasPrefix("\(method) /admin/users?access_token=a%2Fb&c "), "\(answer)")
                #expect(answer.echoed("Host") == [front.rewritesHost ? "internal.example" : "api.example"], "\(answer)")
                let question = try #require(fake.questions.all.first)
                #expect(question.originalMethod == "POST")
                #expect(question.originalTarget == "/api/admin/users?access_token=a%2Fb&c")
                #expect(question.originalHost == "api.example")
            }
        }

        /// None of these is changed on the way.
        private static let honest = [
            "/a%2Fb", "/bucket//key", "//a", "/a;x=1/b", "/a%3Bx", "/a%5Cb", "/a%20b/%C3%A9?c=/../d//e%2f", "/a%252Fb",
            "/a.b/c~d/?",
        ]

        @Test("The application gets the path that was decided on", arguments: Front.installed, [pathRules, "[]"])
        func theApplicationGetsThePathThatWasJudged(front: Front, rules: String) async throws {
            try await FakeDecision.use(behind: front, rules: rules) { fake in
                for target in Self.honest {
                    let answer = try fake.request("GET", target)
                    #expect(answer.status == 200, "\(target): \(answer)")
                    #expect(fake.questions.all.last?.originalTarget == target)
                    #expect(answer.body.hasPrefix("GET \(target) "), "\(target): \(answer.body)")
                }
            }
        }

        /// Where rules look at paths, Envoy resolves dot segments for its own routes; the others pass them on.
        @Test("Dot segments are the same for both", arguments: Front.installed, [pathRules, "[]"])
        func dotSegmentsAreTheSameForBoth(front: Front, rules: String) async throws {
            try await FakeDecision.use(behind: front, rules: rules) { fake in
                let resolves = front == .envoy && rules == Self.pathRules
                for (target, resolved) in [
                    ("/a/../b?c=/../d", "/b?c=/../d"), ("/a/%2e%2E//b/.", "//b/"), ("/%61", "/a"),
                ] {
                    let answer = try fake.request("GET", target)
                    #expect(answer.status == 200, "\(answer)")
                    let expected = resolves ? resolved : target
                    #expect(fake.questions.all.last?.originalTarget == expected)
                    #expect(answer.body.hasPrefix("GET \(expected) "), "\(answer.body)")
                }
            }
        }

        /// Caddy replaces names in braces in its file, and must not in what a client sends.
        @Test("Caddy replaces nothing in a path", arguments: Front.installed.filter(\.isCaddy))
        func caddyReplacesNothingInAPath(front: Front) async throws {
            try await FakeDecision.use(behind: front) { fake in
                for target in ["/{env.PATH}", "/%7Benv.PATH%7D", "/a?{http.request.host}", "/$1"] {
                    _ = try fake.request("GET", target)
                    #expect(fake.questions.all.last?.originalTarget == target)
                }
            }
        }

        /// A whole URL as the target is lawful, and the path in it is what counts.
        @Test("An absolute URL is decided by its path", arguments: Front.installed)
        func aWholeURLIsAskedAboutByItsPath(front: Front) async throws {
            try await FakeDecision.use(behind: front) { fake in
                for (target, path) in [
                    ("http://api.example/a//b?c", "/a//b?c"), ("http://api.example", "/"),
                    ("HTTP://api.example/%61", "/%61"),
                ] {
                    let answer = try fake.request("GET", target)
                    #expect(answer.status == 200, "\(target): \(answer)")
                    let question = try #require(fake.questions.all.last)
                    // HAProxy has no path then, which Postern never takes for one.
                    let expected = front == .haproxy && target == "http://api.example" ? "" : path
                    #expect(question.originalTarget == expected, "\(target)")
                    #expect(question.originalHost == "api.example", "\(target)")
                }
            }
        }

        @Test("Envoy takes the final dot off the host", .enabled(if: Program.envoy != nil))
        func envoyTakesTheFinalDotOffTheHost() async throws {
            try await FakeDecision.use(behind: .envoy) { fake in
                for host in ["api.example.", "api.example.:8080"] {
                    let answer = try fake.request(host: host)
                    let plain = host.replacing("example.", with: "example")
                    #expect(fake.questions.all.last?.originalHost == plain)
                    #expect(answer.echoed("Host") == [plain], "\(answer)")
                }
            }
        }

        /// A file that an operator has kept, with a newer script.
        @Test("HAProxy needs the original request", .enabled(if: Program.haproxy != nil))
        func haproxyNeedsTheOriginalRequest() async throws {
            let edit: (inout ExampleFile) throws -> Void = {
                try $0.replace("http-request set-var(txn.postern_method) method", with: "")
            }
            try await FakeDecision.use(behind: .haproxy, edit: edit) { fake in
                let answer = try fake.request()
                #expect(answer.status == 503, "\(answer)")
                #expect(fake.questions.all.isEmpty)
                #expect(fake.arrivals.all.isEmpty)
            }
        }
    }
}

extension Front {
    /// Whether ``ExampleFile/rewrite(for:)`` can change the method.
    fileprivate var rewritesMethod: Bool { isCaddy || self == .haproxy }

    /// Whether ``ExampleFile/rewrite(for:)`` changes the host.
    fileprivate var rewritesHost: Bool { self != .nginx }
}

extension ExampleFile {
    /// Takes `/api` off the path, and changes what else can be changed, as the file of an operator may.
    fileprivate mutating func rewrite(for front: Front) throws {
        switch front {
        case .nginx:
            try replace("auth_request /_postern;", with: "rewrite ^/api(/.*)$ $1 break;\nauth_request /_postern;")
        case .envoy:
            try replace("match: { prefix: / }", with: "match: { prefix: /api/ }")
            let route = "cluster: application, prefix_rewrite: /, host_rewrite_literal: internal.example"
            try replace("route: { cluster: application }", with: "route: { \(route) }")
        case .caddy, .currentCaddy:
            try replace(
                "    route {",
                with: "request_header Host internal.example\nmethod PUT\nhandle_path /api/* {\nroute {"
            )
            try replace("\n    }\n}", with: "\n}\n}\n}")
        case .haproxy:
            try replace(
                "    # Many applications",
                with: """
                        http-request set-method PUT
                        http-request set-header Host internal.example
                        http-request replace-path /api(/.*) \\1
                        # Many applications
                    """
            )
        }
    }
}
