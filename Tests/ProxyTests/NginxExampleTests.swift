import Testing
import postern

extension ProxySuite {
    @Suite(.enabled(if: Program.nginx != nil, "nginx is not installed"))
    struct NginxExampleTests {
        @Test func unansweredClaimHeadersAreRemoved() async throws {
            try await ExampleScenario.unansweredClaimHeadersAreRemoved(behind: .nginx)
        }

        @Test func onlyNamedHeadersReachTheApplication() async throws {
            try await ExampleScenario.onlyNamedHeadersReachTheApplication(behind: .nginx)
        }

        @Test(arguments: [401, 403]) func refusalsKeepTheirChallenge(status: Int) async throws {
            try await ExampleScenario.refusalsKeepTheirChallenge(status: status, behind: .nginx)
        }

        @Test func noDecisionIsNoPermission() async throws {
            try await ExampleScenario.noDecisionIsNoPermission(behind: .nginx, outage: 500)
        }

        @Test func questionsShareAConnectionAndHaveNoBody() async throws {
            try await ExampleScenario.questionsShareAConnectionAndHaveNoBody(behind: .nginx)
        }

        @Test func theOriginalRequestIsToldByNginxAlone() async throws {
            let spoofed = [
                "X-Original-Method: GET", "X-Original-URI: /public", "X-Original-Host: evil.example",
                "X-Original-URL: http://evil.example/public",
            ]
            try await FakeDecision.use(LoopbackResponse(), behind: .nginx) { fake in
                let target = "/a//b/../%2e%2e/c%2fd;x?token=1#"
                _ = try fake.request("DELETE", target, headers: spoofed + spoofed)
                let question = try #require(fake.questions.all.first)
                #expect(question.method == "GET")
                #expect(question.target == "/")
                #expect(question.values(of: "X-Original-Method") == ["DELETE"])
                #expect(question.values(of: "X-Original-URI") == [target])
                #expect(question.values(of: "X-Original-Host") == ["api.example"])
                #expect(question.values(of: "X-Original-URL") == [])
            }
        }

        @Test func clientsCannotReachTheDecisionLocation() async throws {
            try await FakeDecision.use(LoopbackResponse(), behind: .nginx) { fake in
                let answer = try fake.request("GET", "/_postern")
                #expect(answer.status == 404)
                #expect(fake.questions.all.isEmpty)
            }
        }

        @Test func theFileLoadsAsItIs() async throws {
            let program = try #require(Program.nginx)
            let folder = try TemporaryFolder()
            // The check writes the pid file, which may be that of an nginx that runs.
            var file = try ExampleFile("nginx.conf")
            try file.replace("/tmp/postern-nginx", with: "\(folder.path)/nginx")
            let configuration = try folder.write(file.text, to: "nginx.conf")
            let arguments = ["-t", "-p", folder.path, "-c", configuration]
            let check = try ChildProcess(program, arguments, in: folder)
            #expect(try await check.exit() == 0, "\(check.output)")
        }
    }
}
