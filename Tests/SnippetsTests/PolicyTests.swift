import Authorization
import Settings
import Snippets
import Testing

/// What the proxies need for preflights, kept decisions and the claim headers of single issuers.
@Suite("Policies")
struct PolicyTests {
    @Test("nginx caches decisions only where that is allowed") func nginxKeepsDecisionsOnlyWhereTheyMayBeKept() throws {
        #expect(try !Sample().lines(.nginx).contains { $0.hasPrefix("proxy_cache") || $0.hasPrefix("proxy_ignore") })
        #expect(try Sample().text(.nginx).contains("# Never cache this location"))
        var sample = Sample()
        sample.configuration.authorization.decisionCacheLifetime = .seconds(5)
        let lines = try sample.lines(.nginx)
        #expect(lines.contains("proxy_cache postern;"))
        #expect(lines.contains("proxy_ignore_headers Cache-Control;"))
        #expect(lines.contains { $0.hasPrefix("proxy_cache_path ") && $0.contains("keys_zone=postern:") })
        #expect(!lines.contains { $0.hasPrefix("proxy_cache_valid") })
        #expect(try !sample.text(.nginx).contains("# Never cache this location"))
        for proxy in Proxy.allCases where proxy != .nginx { #expect(try sample.text(proxy) == Sample().text(proxy)) }
    }

    @Test("The cache key has every place of a token") func theKeyHasEveryPlaceOfAToken() throws {
        var sample = Sample(tokens: [
            .bearer, .cookie(name: "a"), .header(name: "X-Token", scheme: ""), .query(name: "t"),
        ])
        sample.configuration.authorization.decisionCacheLifetime = .seconds(5)
        let key = "$request_method $host $request_uri $http_authorization $http_cookie $http_x_token"
        #expect(try sample.lines(.nginx).contains(#"proxy_cache_key "\#(key)";"#))
    }

    @Test("The headers of a preflight are sent where they matter")
    func whatMakesARequestAPreflightIsShownWhereItMatters() throws {
        var sample = Sample()
        for proxy in Proxy.allCases { #expect(try !sample.text(proxy).lowercased().contains("access-control-request")) }
        sample.configuration.authorization.corsPreflight = .allow
        for name in [#""origin""#, "access-control-request-method"] {
            #expect(try sample.lines(.envoy).contains("- exact: \(name)"))
            #expect(try sample.lines(.traefik).contains { $0.lowercased() == "- \(name)" })
            #expect(try sample.lines(.haproxy).contains { $0.contains(name.filter { $0 != "\"" }) })
        }
    }

    @Test("Claim headers of single issuers are replaced too", arguments: Proxy.allCases)
    func claimHeadersOfSingleIssuersAreReplacedToo(proxy: Proxy) throws {
        var sample = Sample(claimHeaders: ["X-A"])
        let claim = try #require(ClaimPath("tenant"))
        sample.configuration.authorization.issuerClaimHeaders = [
            0: [ClaimHeader(name: "X-B", content: .claim(claim, .plain)), ClaimHeader(name: "x-a", content: .payload)]
        ]
        #expect(try sample.text(proxy) == Sample(claimHeaders: ["X-A", "X-B"]).text(proxy))
    }
}
