import Authorization
import Listeners
import Telemetry
import Testing

@testable import Admin

@Suite("The metrics page")
struct MetricsPageTests {
    @Test("Decisions, connections and keys are there, with their labels")
    func writes() {
        var counters = LoopCounters(listeners: 2)
        counters.countDecision(nil, listener: 0)
        counters.countDecision(.tokenExpired, listener: 1)
        counters.countDecision(.tokenExpired, listener: 1)
        counters.connectionsOpen = 3
        counters.malformedRequests = 4
        counters.parkedRequests = 5
        counters.durations.count(3, taking: 9e-6)
        counters.cacheHits = 6
        counters.refusalsNotLogged = 7
        var page = MetricsPage(
            version: "1.2.3",
            listeners: [.tcp(host: "127.0.0.1", port: 9090), .unix(path: "/run/\"a\".sock")],
            counters: counters
        )
        page.connectionsLimit = 100
        page.loops = 2
        page.isReady = true
        page.logLinesDropped = 8
        page.isLastReloadSuccessful = false
        page.lastReloadSuccess = 1_900_000_000
        page.certificateExpiries = [(.tcp(host: "127.0.0.1", port: 9090), "/etc/tls.crt", 1_900_000_001)]
        var keys = KeySetMetrics(issuer: "https://issuer.example", state: .fresh)
        keys.usableKeys = 2
        keys.rejectedKeys = 1
        keys.age = 1.5
        keys.nextFetch = 1_900_000_000
        keys.fetches = 10
        keys.failures = 3
        page.keySets = [keys]
        page.process = ProcessMetrics()
        let lines = String(decoding: page.text, as: UTF8.self).split(separator: "\n").map(String.init)
        let expected = [
            #"postern_build_info{version="1.2.3"} 1"#,
            #"postern_decisions_total{listener="127.0.0.1:9090",answer="200",reason=""} 1"#,
            #"postern_decisions_total{listener="127.0.0.1:9090",answer="401",reason="token_expired"} 0"#,
            #"postern_decisions_total{listener="unix:/run/\"a\".sock",answer="401",reason="token_expired"} 2"#,
            #"postern_decisions_total{listener="127.0.0.1:9090",answer="503",reason="keys_unavailable"} 0"#,
            #"postern_bad_requests_total{answer="400"} 4"#,
            "postern_connections 3",
            "postern_parked_requests 5",
            "postern_connections_limit 100",
            "postern_event_loops 2",
            "postern_ready 1",
            "postern_config_last_reload_successful 0",
            "postern_config_last_reload_success_timestamp_seconds 1900000000.0",
            #"postern_tls_certificate_expiry_timestamp_seconds{listener="127.0.0.1:9090",file="/etc/tls.crt"} 1900000001.0"#,
            "postern_token_cache_hits_total 6",
            "postern_decision_duration_seconds_count 3",
            #"postern_log_lines_dropped_total{cause="rate_limit"} 7"#,
            #"postern_log_lines_dropped_total{cause="slow_output"} 8"#,
            #"postern_key_set_state{issuer="https://issuer.example",state="empty"} 0"#,
            #"postern_key_set_state{issuer="https://issuer.example",state="fresh"} 1"#,
            #"postern_key_set_next_fetch_timestamp_seconds{issuer="https://issuer.example"} 1900000000.0"#,
            #"postern_key_set_keys{issuer="https://issuer.example",use="usable"} 2"#,
            #"postern_key_set_age_seconds{issuer="https://issuer.example"} 1.5"#,
            #"postern_key_fetches_total{issuer="https://issuer.example",result="good"} 7"#,
        ]
        for line in expected { #expect(lines.contains(line), "\(line)") }
        // Each listener has a row for every outcome.
        #expect(lines.filter { $0.hasPrefix("postern_decisions_total{") }.count == 2 * (1 + Reason.allCases.count))
        // Each family is described once, before its samples.
        let families = lines.filter { $0.hasPrefix("# TYPE ") }
        #expect(Set(families).count == families.count)
    }
}
