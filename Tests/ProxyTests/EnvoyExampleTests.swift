import Testing
import postern

extension ProxySuite {
    @Suite(.enabled(if: Program.envoy != nil, "envoy is not installed"))
    struct EnvoyExampleTests {
        @Test func unansweredClaimHeadersAreRemoved() async throws {
            try await ExampleScenario.unansweredClaimHeadersAreRemoved(behind: .envoy)
        }

        @Test func onlyNamedHeadersReachTheApplication() async throws {
            try await ExampleScenario.onlyNamedHeadersReachTheApplication(behind: .envoy)
        }

        @Test(arguments: [401, 403]) func refusalsKeepTheirChallenge(status: Int) async throws {
            try await ExampleScenario.refusalsKeepTheirChallenge(status: status, behind: .envoy)
        }

        @Test func noDecisionIsNoPermission() async throws {
            try await ExampleScenario.noDecisionIsNoPermission(behind: .envoy, outage: 503)
        }

        @Test func questionsShareAConnectionAndHaveNoBody() async throws {
            try await ExampleScenario.questionsShareAConnectionAndHaveNoBody(behind: .envoy)
        }

        @Test func theOriginalRequestIsNormalised() async throws {
            try await FakeDecision.use(LoopbackResponse(), behind: .envoy) { fake in
                let answer = try fake.request("DELETE", "/a/../b//%2e/c?x=/../y")
                let question = try #require(fake.questions.all.first)
                #expect(question.method == "DELETE")
                #expect(question.target == "/b/c?x=/../y")
                #expect(question.values(of: "Host") == ["api.example"])
                #expect(answer.body.hasPrefix("DELETE /b/c?x=/../y "), "the application sees the same path")
            }
        }

        @Test(arguments: ["/a%2fb", "/a%5Cb"]) func escapedSlashesAreRefused(target: String) async throws {
            try await FakeDecision.use(LoopbackResponse(), behind: .envoy) { fake in
                let answer = try fake.request("GET", target)
                #expect(answer.status == 400)
                #expect(fake.questions.all.isEmpty)
            }
        }

        @Test func headersWithUnderscoresAreDropped() async throws {
            let allow = LoopbackResponse(headers: [("X-Auth-Subject", "alice")])
            try await FakeDecision.use(allow, behind: .envoy) { fake in
                let answer = try fake.request(headers: ["X_Auth_Subject: admin"])
                #expect(answer.status == 200)
                #expect(!answer.body.contains("admin"), "\(answer)")
            }
        }

        @Test func theFileLoadsAsItIs() async throws {
            let program = try #require(Program.envoy)
            let folder = try TemporaryFolder()
            let arguments = ["--mode", "validate", "-c", "\(Program.repository)/examples/envoy.yaml"]
            let check = try ChildProcess(program, arguments, in: folder)
            #expect(try await check.exit() == 0, "\(check.output)")
        }
    }
}
