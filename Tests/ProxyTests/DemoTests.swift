import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// `postern demo`, as a newcomer runs it.
    @Suite("The demonstration")
    struct DemoTests {
        @Test("The demonstration is complete") func theDemonstrationIsComplete() async throws {
            let folder = try TemporaryFolder()
            let names = ["decision", "envoy", "admin", "issuer", "application"]
            let ports = try Dictionary(uniqueKeysWithValues: names.map { try ($0, FreePort.take()) })
            let options = ports.flatMap { ["--\($0)-port", String($1)] }
            let demo = try ChildProcess(Program.postern, ["demo"] + options, in: folder)
            func port(_ name: String) -> Int { ports[name] ?? 0 }

            try await demo.ready {
                guard HTTPClient.canConnect(to: port("admin")) else { return false }
                return try HTTPClient.request("GET", "/readyz", port: port("admin")).status == 200
            }
            let mint = try HTTPClient.request("GET", "/mint?sub=bob&company=acme", port: port("issuer"))
            let token = mint.body.trimmingCharacters(in: .newlines)
            for listener in ["decision", "envoy"] {
                let headers = ["Authorization: Bearer \(token)"]
                let answer = try HTTPClient.request(headers: headers, port: port(listener))
                #expect(answer.status == 200, "\(listener): \(answer)")
                #expect(answer.values(of: "X-Auth-Subject") == ["bob"], "\(listener): \(answer)")
                #expect(answer.values(of: "X-Auth-Company") == ["acme"], "\(listener): \(answer)")
                #expect(try HTTPClient.request(port: port(listener)).status == 401, "\(listener)")
            }
            let echo = try HTTPClient.request("GET", "/hello", headers: ["X-Test: 1"], port: port("application"))
            #expect(echo.body.hasPrefix("GET /hello HTTP/1.1\n"))
            #expect(echo.echoed("X-Test") == ["1"])

            // The token that it prints, a moment after it is ready, works too.
            try await demo.ready { demo.output.contains("TOKEN=") }
            let line = demo.output.split(separator: "\n").first { $0.hasPrefix("TOKEN=") }
            let printed = try #require(line, "\(demo.output)").dropFirst("TOKEN=".count)
            let headers = ["Authorization: Bearer \(printed)"]
            #expect(try HTTPClient.request(headers: headers, port: port("decision")).status == 200)

            // The examples' files ask at the standard ports, and would find nobody.
            #expect(!demo.output.contains("examples/nginx.conf"))
            #expect(demo.output.contains("postern snippet nginx --issuer"))

            await demo.stop()
            #expect(demo.exitStatus == 0, "\(demo.output)")
        }
    }
}
