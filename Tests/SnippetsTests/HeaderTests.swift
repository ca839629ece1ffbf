import Authorization
import Gateway
import ProxyProtocol
import Settings
import Snippets
import Testing

/// Which headers each file takes away, sends and sets.
@Suite("Headers")
struct HeaderTests {
    @Test("nginx sets every header that Postern trusts") func nginxSetsEveryHeaderThatPosternTrusts() throws {
        let lines = try Sample().lines(.nginx)
        for line in [
            "proxy_set_header X-Original-Method $request_method;", "proxy_set_header X-Original-URI $request_uri;",
            "proxy_set_header X-Original-Host $host;", #"proxy_set_header X-Original-URL "";"#,
        ] {
            #expect(lines.filter { $0 == line }.count == 1)
        }
    }

    @Test("Every claim header is replaced") func everyClaimHeaderIsReplaced() throws {
        let sample = Sample()
        let nginx = try sample.lines(.nginx)
        let envoy = try sample.lines(.envoy)
        let caddy = try sample.lines(.caddy)
        let haproxy = try sample.lines(.haproxy)
        let traefik = try sample.lines(.traefik)
        for (name, variable) in [("X-Auth-Subject", "x_auth_subject"), ("X-Auth-Company", "x_auth_company")] {
            #expect(nginx.contains("auth_request_set $claim_\(variable) $upstream_http_\(variable);"))
            #expect(nginx.contains("proxy_set_header \(name) $claim_\(variable);"))
            #expect(envoy.contains("- remove: \(name.lowercased())"))
            #expect(envoy.contains("- exact: \(name.lowercased())"))
            #expect(caddy.contains("request_header -\(name)"))
            #expect(haproxy.contains("http-request del-header \(name)"))
            #expect(traefik.contains("- \(name)"))
        }
        #expect(caddy.contains("copy_headers X-Auth-Subject X-Auth-Company"))
        #expect(haproxy.contains { $0.hasSuffix(" x-auth-subject,x-auth-company") })
    }

    @Test("A header named twice occurs once", arguments: Proxy.allCases)
    func aHeaderNamedTwiceStandsOnce(proxy: Proxy) throws {
        let once = try Sample(claimHeaders: ["X-Auth"]).text(proxy)
        #expect(try Sample(claimHeaders: ["X-Auth", "x-auth"]).text(proxy) == once)
    }

    @Test("Without claim headers, there is no empty list", arguments: Proxy.allCases)
    func noClaimHeadersLeaveNoEmptyList(proxy: Proxy) throws {
        let lines = try Sample(claimHeaders: []).lines(proxy)
        #expect(!lines.contains { $0.hasPrefix("copy_headers") || $0.hasPrefix("authResponseHeaders") })
        #expect(!lines.contains { $0.hasPrefix("authorization_response") })
        if proxy == .haproxy {
            #expect(lines.contains { $0.hasPrefix("http-request lua.postern") && $0.hasSuffix(" -") })
        }
    }

    /// Taking it away before Postern has seen it would take the token away.
    @Test("A claim header that brings the token is left to the answer")
    func aClaimHeaderThatBringsTheTokenIsLeftToTheAnswer() throws {
        let sample = Sample(claimHeaders: ["authorization", "X-Auth"])
        #expect(try !sample.lines(.envoy).contains(#"- remove: "authorization""#))
        #expect(try sample.lines(.envoy).contains(#"- exact: "authorization""#))
        #expect(try !sample.lines(.caddy).contains("request_header -authorization"))
        #expect(try sample.lines(.caddy).contains("copy_headers authorization X-Auth"))
        #expect(try !sample.lines(.haproxy).contains("http-request del-header authorization"))
        #expect(try sample.lines(.nginx).contains("proxy_set_header authorization $claim_authorization;"))
    }

    @Test("Every place of a token is sent to Postern") func everyPlaceOfATokenIsSentToPostern() throws {
        let tokens: [TokenSource] = [
            .bearer, .cookie(name: "a"), .cookie(name: "b"), .header(name: "X-Token", scheme: ""), .query(name: "t"),
        ]
        let sample = Sample(tokens: tokens)
        let envoy = try sample.lines(.envoy)
        let traefik = try sample.lines(.traefik)
        #expect(envoy.filter { $0 == #"- exact: "cookie""# }.count == 1)
        #expect(envoy.contains("- exact: x-token"))
        #expect(!envoy.contains(#"- exact: "authorization""#), "that one is always sent")
        #expect(traefik.filter { $0 == #"- "Cookie""# }.count == 1)
        #expect(traefik.contains("- X-Token"))
        #expect(traefik.contains(#"- "Authorization""#))
        let asked = " authorization,cookie,x-token,x-request-id,traceparent "
        #expect(try sample.lines(.haproxy).contains { $0.contains(asked) })
    }

    @Test("Cookies stay with the proxy unless one may hold a token")
    func cookiesStayWithTheProxyUnlessATokenMayStandThere() throws {
        for proxy in Proxy.allCases { #expect(try !Sample().text(proxy).lowercased().contains("cookie")) }
    }

    @Test("The prefix is quoted") func thePrefixIsQuoted() throws {
        var sample = Sample()
        #expect(try !sample.text(.envoy).contains("path_prefix"))
        sample.configuration.listeners[1].dialect = .envoy(pathPrefix: #"/a"b\c"#)
        #expect(try sample.lines(.envoy).contains(#"path_prefix: "/a\"b\\c""#))
    }

    /// `on` and `1e5` would be read as a boolean and a number.
    @Test("Names that YAML misreads are quoted") func namesThatYAMLMisreadsAreQuoted() throws {
        let sample = Sample(claimHeaders: ["On", "1e5", "Null", "X-Auth", "-"])
        let envoy = try sample.lines(.envoy)
        for name in [#""on""#, #""1e5""#, #""null""#, "x-auth", #""-""#] { #expect(envoy.contains("- exact: \(name)")) }
        let traefik = try sample.lines(.traefik)
        for name in [#""On""#, #""1e5""#, #""Null""#, "X-Auth", #""-""#] { #expect(traefik.contains("- \(name)")) }
    }
}
