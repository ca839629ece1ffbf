import Authorization
import Settings
import Snippets
import Testing

/// What the files say about paths, and about the original request.
@Suite("Paths")
struct PathTests {
    private func rule(paths: [String]?) throws -> Rule {
        Rule(label: "", paths: try paths?.map { try #require(PathPattern($0)) }, methods: ["GET"], access: .anonymous)
    }

    @Test("Envoy normalises only where its rules look at paths")
    func envoyNormalisesOnlyWhereItsRulesLookAtPaths() throws {
        func options(_ sample: Sample) throws -> [String] {
            try sample.lines(.envoy).filter { $0.contains("normalize_path") || $0.contains("slashes") }
        }
        #expect(try options(Sample()) == [])
        var sample = Sample()
        sample.configuration.authorization.rules = [try rule(paths: nil)]
        #expect(try options(sample) == [])
        // Envoy has the default policy alone.
        sample.configuration.authorization.policies["internal"] = [try rule(paths: ["/a/**"])]
        #expect(try options(sample) == [])
        sample.configuration.authorization.rules.append(try rule(paths: ["/a/**"]))
        #expect(
            try options(sample) == [
                "normalize_path: true", "merge_slashes: false", "path_with_escaped_slashes_action: KEEP_UNCHANGED",
            ]
        )
    }

    @Test("Envoy takes a final dot off the host") func envoyTakesAFinalDotOffTheHost() throws {
        #expect(try Sample().lines(.envoy).contains("strip_trailing_host_dot: true"))
    }

    @Test("The original request is kept") func theOriginalRequestIsKept() throws {
        let caddy = try Sample().lines(.caddy)
        #expect(caddy.contains("header_up X-Forwarded-Method {http.request.orig_method}"))
        #expect(caddy.contains("header_up X-Forwarded-Uri {http.request.orig_uri}"))
        #expect(caddy.contains("header_up X-Forwarded-Host {vars.postern_host}"))
        let haproxy = try Sample().lines(.haproxy)
        let variables = haproxy.indices.filter { haproxy[$0].hasPrefix("http-request set-var(txn.postern_") }
        let first = try #require(haproxy.firstIndex { $0.hasPrefix("http-request ") })
        #expect(variables == Array(first..<first + 3), "before everything else")
    }
}
