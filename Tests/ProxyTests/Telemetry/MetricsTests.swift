import Demo
import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// The metrics of `postern serve`, and the files of `examples/` that build on them, as Prometheus sees them.
    @Suite("Metrics, alerts and dashboard")
    struct MetricsTests {
        @Test("`promtool` finds no problem", .enabled(if: Program.promtool != nil))
        func promtoolFindsNothing() async throws {
            let folder = try TemporaryFolder()
            let page = try folder.write(try await Self.page(in: folder), to: "metrics")
            let check = try await Self.promtool("check metrics < \(page)", in: folder)
            #expect(check.exitStatus == 0 && check.output.isEmpty, "\(check.output)")
        }

        @Test("The alerts fire when they should", .enabled(if: Program.promtool != nil))
        func theAlertsFireWhenTheyShould() async throws {
            let folder = try TemporaryFolder()
            let alerts = Repository.url("examples/prometheus-alerts.yaml").path
            let rules = try await Self.promtool("check rules \(alerts)", in: folder)
            #expect(rules.exitStatus == 0, "\(rules.output)")
            let tests = Repository.url("Tests/ProxyTests/Telemetry/alerts.test.yaml").path
            let test = try await Self.promtool("test rules \(tests)", in: folder)
            #expect(test.exitStatus == 0, "\(test.output)")
            // No alert without a test.
            let tested = try String(contentsOfFile: tests, encoding: .utf8)
            for line in try ExampleFile("prometheus-alerts.yaml").text.split(separator: "\n") {
                guard let name = line.split(separator: "- alert: ").last, line.contains("- alert: ") else { continue }
                #expect(tested.contains("alertname: \(name)\n"), "\(name)")
            }
        }

        @Test("Alerts and dashboard ask for what is there") func alertsAndDashboardAskForWhatIsThere() async throws {
            let folder = try TemporaryFolder()
            let page = try await Self.page(in: folder)
            for name in ["prometheus-alerts.yaml", "grafana-dashboard.json"] {
                let text = try ExampleFile(name).text
                let metrics = text.matches(of: /\b(postern|process)_[a-z_]+/).map { String($0.output.0) }
                #expect(metrics.count > 10)
                for metric in Set(metrics) {
                    // A family without samples is known by its type.
                    let isThere = ["\n\(metric) ", "\n\(metric){", "\n# TYPE \(metric) "].contains(where: page.contains)
                    #expect(isThere, "\(name): \(metric)")
                }
            }
            let dashboard = try ExampleFile("grafana-dashboard.json").text
            #expect(try JSONSerialization.jsonObject(with: Data(dashboard.utf8)) is [String: Any])
        }

        @Test("The documentation has every metric") func theDocumentationHasEveryMetric() async throws {
            let page = try await Self.page(in: TemporaryFolder())
            let text = try Repository.text(of: "docs/telemetry.md")
            let names = page.matches(of: /TYPE ([a-z_]+)/).map { String($0.output.1) }
            #expect(names.count > 20)
            for name in names { #expect(text.contains("`\(name)`"), "\(name)") }
        }

        /// The page of a service that has allowed a request and refused another.
        private static func page(in folder: TemporaryFolder) async throws -> String {
            let service = try await ReadyService(in: folder)
            let (key, issuer, postern) = (service.key, service.issuer, service.postern)
            let headers = ["Authorization: Bearer \(try issuer.token(key))"]
            #expect(try HTTPClient.request(headers: headers, port: postern.nginxPort).status == 200)
            #expect(try HTTPClient.request(port: postern.nginxPort).status == 401)
            let page = try HTTPClient.request("GET", "/metrics", port: postern.adminPort).body
            let listener = #"listener="127.0.0.1:\#(postern.nginxPort)""#
            for line in [
                #"postern_decisions_total{\#(listener),answer="200",reason=""} 1"#,
                #"postern_decisions_total{\#(listener),answer="401",reason="token_missing"} 1"#,
                "postern_decision_duration_seconds_count 2", "postern_token_cache_misses_total 1", "postern_ready 1",
                #"postern_key_set_state{issuer="\#(issuer.issuer)",state="fresh"} 1"#,
                #"postern_key_fetches_total{issuer="\#(issuer.issuer)",result="good"} 1"#,
            ] { #expect(page.contains("\n\(line)\n"), "\(line)\n\(page)") }
            try await service.stop()
            return page
        }

        private static func promtool(_ arguments: String, in folder: TemporaryFolder) async throws -> ChildProcess {
            let program = try #require(Program.promtool)
            let process = try ChildProcess("/bin/sh", ["-c", "exec \(program) \(arguments)"], in: folder)
            try await process.exit()
            return process
        }
    }
}
