import Testing
import postern

/// What a proxy's example file does by itself, whatever the decision service answers.
///
/// One telling for both proxies.
enum ExampleScenario {
    static func unansweredClaimHeadersAreRemoved(behind front: Front) async throws {
        try await FakeDecision.use(LoopbackResponse(), behind: front) { fake in
            let answer = try fake.request(headers: ["X-Auth-Subject: admin", "X-Auth-Company: evil"])
            #expect(answer.status == 200, "\(front): \(answer)")
            #expect(answer.echoed("X-Auth-Subject").isEmpty, "\(front): \(answer)")
            #expect(answer.echoed("X-Auth-Company").isEmpty, "\(front): \(answer)")
        }
    }

    static func onlyNamedHeadersReachTheApplication(behind front: Front) async throws {
        let allow = LoopbackResponse(headers: [("X-Auth-Subject", "alice"), ("X-Auth-Role", "admin")])
        try await FakeDecision.use(allow, behind: front) { fake in
            let answer = try fake.request()
            #expect(answer.echoed("X-Auth-Subject") == ["alice"], "\(front): \(answer)")
            #expect(answer.echoed("X-Auth-Role").isEmpty, "\(front): \(answer)")
        }
    }

    static func refusalsKeepTheirChallenge(status: Int, behind front: Front) async throws {
        let challenge = #"Bearer error="insufficient_scope", scope="admin""#
        let refusal = LoopbackResponse(status: status, headers: [("WWW-Authenticate", challenge)])
        try await FakeDecision.use(refusal, behind: front) { fake in
            let answer = try fake.request()
            #expect(answer.status == status, "\(front): \(answer)")
            #expect(answer.values(of: "WWW-Authenticate") == [challenge], "\(front): \(answer)")
            #expect(fake.arrivals.all.isEmpty, "\(front)")
        }
    }

    static func noDecisionIsNoPermission(behind front: Front, outage: Int) async throws {
        // Of the 2xx, nginx takes each for a permission, Envoy 200 alone.
        for status in [204, 302, 404, 500, 503] where !(front == .nginx && status == 204) {
            try await FakeDecision.use(LoopbackResponse(status: status), behind: front) { fake in
                let answer = try fake.request()
                #expect(!(200...299).contains(answer.status) || status == 204, "\(front), \(status): \(answer)")
                #expect(status < 500 || answer.status == outage, "\(front), \(status): \(answer)")
                #expect(fake.arrivals.all.isEmpty, "\(front), \(status)")
            }
        }
    }

    static func questionsShareAConnectionAndHaveNoBody(behind front: Front) async throws {
        try await FakeDecision.use(LoopbackResponse(), behind: front) { fake in
            for body in ["one", nil, String(repeating: "x", count: 100_000), "four"] {
                let answer = try fake.request("POST", body: body)
                #expect(answer.status == 200, "\(front): \(answer)")
            }
            let questions = fake.questions.all
            #expect(questions.count == 4)
            #expect(Set(questions.map(\.connection)).count == 1, "\(front): one connection for all")
            for question in questions {
                #expect(question.version == "HTTP/1.1", "\(front)")
                #expect(question.bodyLength == 0, "\(front)")
                #expect(question.values(of: "Content-Length").allSatisfy { $0 == "0" }, "\(front)")
                #expect(question.values(of: "Transfer-Encoding").isEmpty, "\(front)")
            }
        }
    }
}
