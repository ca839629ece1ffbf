import Authorization
import Gateway
import Issuers
import Settings
import Snippets
import Testing

/// Sizes and times that fit the configuration.
@Suite("Limits and timeouts")
struct LimitTests {
    @Test("The proxy's timeout is longer than a fetch", arguments: [(5.0, 8), (0.1, 4), (10, 13), (7.5, 11)])
    func thePatienceIsLongerThanAFetch(timeout: Double, seconds: Int) throws {
        var sample = Sample()
        sample.configuration.keys.timeout = timeout
        #expect(try sample.lines(.nginx).contains("proxy_read_timeout \(seconds)s;"))
        #expect(try sample.lines(.envoy).contains("timeout: \(seconds)s"))
        #expect(try sample.lines(.caddy).contains("response_header_timeout \(seconds)s"))
        #expect(try sample.lines(.haproxy).contains("timeout server \(seconds)s"))
    }

    @Test("Quiet connections are closed by the proxy first", arguments: [(3900.0, 60), (60, 30), (2, 1), (0.5, 1)])
    func quietConnectionsAreClosedByTheProxyFirst(idle: Double, keepalive: Int) throws {
        var sample = Sample()
        sample.configuration.limits.idleTimeout = idle
        #expect(try sample.lines(.nginx).contains("keepalive_timeout \(keepalive)s;"))
        #expect(try sample.lines(.envoy).contains("idle_timeout: \(keepalive)s"))
        #expect(try sample.lines(.caddy).contains("keepalive \(keepalive)s"))
    }

    @Test("Answers fit nginx's buffer", arguments: [(3500, "4k"), (3585, "8k"), (16384, "20k"), (1 << 20, "1028k")])
    func answersFitNginxsBuffer(limit: Int, buffer: String) throws {
        var sample = Sample()
        sample.configuration.authorization.responseHeadersLimit = limit
        #expect(try sample.lines(.nginx).contains("proxy_buffer_size \(buffer);"))
        #expect(try sample.lines(.nginx).contains("proxy_buffers 8 \(buffer);"))
    }

    @Test("Challenges fit nginx's buffer") func challengesFitNginxsBuffer() throws {
        var sample = Sample()
        sample.configuration.authorization.challenge.realm = String(repeating: "r", count: 4000)
        #expect(try sample.lines(.nginx).contains("proxy_buffer_size 8k;"))
        sample.configuration.authorization.challenge.realm = nil
        let scopes = (0..<500).map { "scope-\($0)" }
        sample.configuration.authorization.policies["p"] = [Rule(label: "", requirement: Requirement(scopes: scopes))]
        #expect(try sample.lines(.nginx).contains("proxy_buffer_size 8k;"))
    }

    @Test("A rule's own metadata fits nginx's buffer") func aRulesOwnMetadataFitNginxsBuffer() throws {
        var sample = Sample()
        let url = "https://api.example/" + String(repeating: "m", count: 4000)
        sample.configuration.authorization.rules = [Rule(label: "", resourceMetadata: url)]
        #expect(try sample.lines(.nginx).contains("proxy_buffer_size 8k;"))
    }

    /// nginx 1.22.1 answers 500 when the key and the answer's head do not fit into one buffer.
    @Test("A cached decision's key fits nginx's buffer") func aKeptDecisionsKeyFitsNginxsBuffer() throws {
        var sample = Sample()
        sample.configuration.authorization.decisionCacheLifetime = .seconds(5)
        #expect(try sample.lines(.nginx).contains("proxy_buffer_size 40k;"))
        sample.configuration.limits.headerBlock = 64 << 10
        #expect(try sample.lines(.nginx).contains("proxy_buffer_size 72k;"))
    }

    @Test("Requests fit") func requestsFit() throws {
        var sample = Sample()
        #expect(try sample.lines(.nginx).contains("large_client_header_buffers 4 12k;"))
        #expect(try !sample.text(.envoy).contains("max_request_headers_kb"))
        #expect(try sample.lines(.haproxy).contains("tune.bufsize 40960"))
        sample.configuration.authorization.tokenLimit = 64 << 10
        sample.configuration.limits.headerBlock = 128 << 10
        #expect(try sample.lines(.nginx).contains("large_client_header_buffers 4 68k;"))
        #expect(try sample.lines(.envoy).contains("max_request_headers_kb: 132"))
        #expect(try sample.lines(.haproxy).contains("tune.bufsize \((128 << 10) + 8192)"))
    }

    @Test("Large answers fit Envoy and HAProxy") func largeAnswersFitEnvoyAndHAProxy() throws {
        var sample = Sample()
        #expect(try !sample.text(.envoy).contains("max_response_headers_kb"))
        sample.configuration.authorization.responseHeadersLimit = 100 << 10
        #expect(try sample.lines(.envoy).contains("max_response_headers_kb: 104"))
        #expect(try sample.lines(.haproxy).contains("tune.maxrewrite \(104 << 10)"))
        #expect(try sample.lines(.haproxy).contains("tune.bufsize \((32 << 10) + (208 << 10))"))
    }

    @Test("Health checks go to the admin listener") func healthIsAskedWhereItIsTold() throws {
        var sample = Sample()
        let check = "health_check_config: { address: { socket_address: { address: 127.0.0.1, port_value: 9091 } } }"
        #expect(try sample.lines(.envoy).contains(check))
        #expect(try sample.lines(.haproxy).contains { $0.contains(" check addr 127.0.0.1 port 9091 ") })
        sample.configuration.admin = nil
        #expect(try !sample.text(.envoy).contains("health_check"))
        #expect(try !sample.text(.haproxy).contains(" check "))
    }
}
