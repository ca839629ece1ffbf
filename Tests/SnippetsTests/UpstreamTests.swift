import Snippets
import Testing

/// How each `…_pass` of nginx gets the claims.
@Suite("Protocols of the application")
struct UpstreamTests {
    @Test(
        "Its own lines set the claims",
        arguments: [
            (
                ApplicationProtocol.http, "proxy_set_header X-Auth-Subject $claim_x_auth_subject;",
                "proxy_pass http://application;"
            ),
            (.fastcgi, "fastcgi_param HTTP_X_AUTH_SUBJECT $claim_x_auth_subject;", "fastcgi_pass application;"),
            (.grpc, "grpc_set_header X-Auth-Subject $claim_x_auth_subject;", "grpc_pass grpc://application;"),
            (.uwsgi, "uwsgi_param HTTP_X_AUTH_SUBJECT $claim_x_auth_subject;", "uwsgi_pass application;"),
        ]
    )
    func itsOwnLinesSetTheClaims(upstream: ApplicationProtocol, claim: String, pass: String) throws {
        let lines = try Sample().lines(.nginx, upstream: upstream)
        #expect(lines.filter { $0 == claim }.count == 1)
        #expect(lines.filter { $0 == pass }.count == 1)
        let others = lines.filter { $0.contains("$claim_x_auth_subject;") && !$0.hasPrefix("auth_request_set ") }
        #expect(others == [claim], "no line that has no effect")
        #expect(lines.contains("auth_request_set $claim_x_auth_subject $upstream_http_x_auth_subject;"))
        #expect(lines.contains("error_page 500 = @no_decision;"))
        #expect(lines.contains("listen 127.0.0.1:8080\(upstream == .grpc ? " http2" : "");"))
        #expect(
            try Sample().text(.nginx, upstream: upstream).contains("\(claim.prefix { $0 != "_" })_intercept_errors")
        )
    }

    @Test(
        "Other proxies have none",
        arguments: Proxy.allCases.filter { $0 != .nginx },
        [ApplicationProtocol.fastcgi, .grpc, .uwsgi]
    )
    func otherProxiesHaveNone(proxy: Proxy, upstream: ApplicationProtocol) throws {
        let error = #expect(throws: SnippetError.self) { try Sample().text(proxy, upstream: upstream) }
        #expect(error?.description.contains("--upstream \(upstream.rawValue)") == true)
    }
}
