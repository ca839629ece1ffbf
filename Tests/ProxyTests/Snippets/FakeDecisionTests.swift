import Demo
import TestSupport
import Testing

extension ProxySuite {
    /// What each proxy's printed file does by itself, whatever Postern answers.
    @Suite("Proxies with a simulated decision service", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
    struct FakeDecisionTests {
        @Test("Claims come from the answer alone", arguments: Front.installed)
        func claimsComeFromTheAnswerAlone(front: Front) async throws {
            try await FakeDecision.use(behind: front) { fake in
                let spoofed = ["X-Auth-Subject: evil", "X-Auth-Company: evil"]
                let unanswered = try fake.request(headers: spoofed)
                #expect(unanswered.status == 200, "\(unanswered)")
                #expect(!unanswered.body.contains("evil"), "\(unanswered)")

                fake.give(LoopbackResponse(headers: [("X-Auth-Subject", "alice"), ("X-Auth-Role", "admin")]))
                let answered = try fake.request(headers: spoofed)
                #expect(answered.echoed("X-Auth-Subject") == ["alice"], "\(answered)")
                #expect(!answered.body.contains("evil"), "\(answered)")
                #expect(!answered.body.contains("admin"), "only the headers of the configuration: \(answered)")

                fake.give(LoopbackResponse(headers: [("X-Auth-Subject", ""), ("X-Auth-Company", "")]))
                let empty = try fake.request(headers: spoofed)
                #expect(!empty.body.contains("evil"), "\(empty)")
            }
        }

        @Test("Refusals keep their challenge", arguments: Front.installed)
        func refusalsKeepTheirChallenge(front: Front) async throws {
            try await FakeDecision.use(behind: front) { fake in
                let challenge = #"Bearer error="insufficient_scope", scope="admin""#
                for status in [401, 403] {
                    fake.give(LoopbackResponse(status: status, headers: [("WWW-Authenticate", challenge)]))
                    let answer = try fake.request()
                    #expect(answer.status == status, "\(answer)")
                    #expect(answer.values(of: "WWW-Authenticate") == [challenge], "\(answer)")
                }
                #expect(fake.arrivals.all.isEmpty)
            }
        }

        @Test("No decision means no access", arguments: Front.installed)
        func noDecisionIsNoPermission(front: Front) async throws {
            try await FakeDecision.use(behind: front) { fake in
                for status in [204, 302, 404, 429, 500, 503] where status != 204 || !front.allowsEverySuccess {
                    fake.give(LoopbackResponse(status: status))
                    let answer = try fake.request()
                    // Envoy takes the status of what is no permission for its own.
                    #expect(!(200...299).contains(answer.status) || status == 204, "\(status): \(answer)")
                }
                #expect(fake.arrivals.all.isEmpty)
            }
        }

        @Test("Subrequests share a connection and have no body", arguments: Front.installed)
        func questionsShareAConnectionAndHaveNoBody(front: Front) async throws {
            try await FakeDecision.use(behind: front) { fake in
                for body in ["one", nil, String(repeating: "x", count: 100_000), "four"] {
                    let answer = try fake.request("POST", body: body)
                    #expect(answer.status == 200, "\(answer)")
                }
                let questions = fake.questions.all
                #expect(questions.count == 4)
                #expect(Set(questions.map(\.connection)).count == 1, "one connection for all")
                for question in questions {
                    #expect(question.version == "HTTP/1.1")
                    #expect(question.bodyLength == 0)
                    #expect(question.values(of: "Content-Length").allSatisfy { $0 == "0" })
                    #expect(question.values(of: "Transfer-Encoding").isEmpty)
                }
            }
        }

        /// The client's own versions of the headers that Postern trusts, and of the others.
        private static let spoofed = [
            "X-Original-Method: GET", "X-Original-URI: /public", "X-Original-Host: evil.example",
            "X-Original-URL: http://evil.example/public", "X-Forwarded-Method: GET", "X-Forwarded-Uri: /public",
            "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https",
        ]

        @Test("Only the proxy sets the original request", arguments: Front.installed)
        func theProxyAloneTellsTheOriginalRequest(front: Front) async throws {
            try await FakeDecision.use(behind: front) { fake in
                let target = "/a/b?token=1&x=%2f"
                _ = try fake.request("DELETE", target, headers: Self.spoofed + Self.spoofed)
                let question = try #require(fake.questions.all.first)
                switch front {
                case .nginx:
                    #expect(question.target == "/")
                    #expect(question.values(of: "X-Original-Method") == ["DELETE"])
                    #expect(question.values(of: "X-Original-URI") == [target])
                    #expect(question.values(of: "X-Original-Host") == ["api.example"])
                    #expect(question.values(of: "X-Original-URL") == [])
                case .envoy:
                    #expect(question.method == "DELETE")
                    #expect(question.target == target)
                    #expect(question.values(of: "Host") == ["api.example"])
                case .caddy, .currentCaddy, .haproxy:
                    #expect(question.target == "/" || question.target == "/?")
                    #expect(question.values(of: "X-Forwarded-Method") == ["DELETE"])
                    #expect(question.values(of: "X-Forwarded-Uri") == [target])
                    #expect(question.values(of: "X-Forwarded-Host") == ["api.example"])
                    #expect(question.values(of: "X-Forwarded-Proto") == ["http"])
                }
            }
        }

        @Test("nginx does not expose its subrequest", .enabled(if: Program.nginx != nil))
        func nginxKeepsItsQuestionToItself() async throws {
            try await FakeDecision.use(behind: .nginx) { fake in
                let answer = try fake.request("GET", "/_postern")
                #expect(answer.status == 404)
                #expect(fake.questions.all.isEmpty)
            }
        }
    }
}

extension Front {
    /// Whether any 2xx is a permission, which Postern never relies on: Envoy and our script for HAProxy want a 200.
    fileprivate var allowsEverySuccess: Bool { self == .nginx || isCaddy }
}
