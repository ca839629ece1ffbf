import Listeners
import Settings
import Snippets
import Testing

/// Listeners that speak TLS; that the proxies understand it is tested with the proxies.
@Suite("TLS")
struct UpstreamTLSTests {
    private let client = ClientTLS(certificate: "/c.pem", key: "/c.key", serverName: "postern.internal")

    @Test("Nothing is said about TLS without it", arguments: Proxy.allCases)
    func nothingIsSaidAboutTLSWithoutIt(proxy: Proxy) throws {
        let text = try Sample().text(proxy, tls: client)
        #expect(!text.contains("TLS"))
        #expect(!text.contains("/c.pem"))
    }

    @Test("Every proxy looks at the certificate", arguments: Proxy.allCases)
    func everyProxyLooksAtTheCertificate(proxy: Proxy) throws {
        var sample = Sample()
        sample.encrypt()
        let own = try sample.text(proxy, tls: ClientTLS(serverName: "postern.internal"))
        #expect(own.contains("/own.pem"))
        #expect(!own.contains("/own.key"), "the key stays private")
        #expect(own.contains("postern.internal"))
        let other = try sample.text(proxy, tls: ClientTLS(trusted: "/ca.pem"))
        #expect(other.contains("/ca.pem"))
        #expect(!other.contains("/own.pem"))
    }

    @Test("A client certificate has to be named", arguments: Proxy.allCases)
    func aClientCertificateHasToBeNamed(proxy: Proxy) throws {
        var sample = Sample()
        sample.encrypt(clientCACertificates: "/ca.pem")
        let error = #expect(throws: SnippetError.self) { try sample.text(proxy) }
        #expect(error?.description.contains("--client-certificate FILE") == true)
        let text = try sample.text(proxy, tls: client)
        #expect(text.contains("/c.pem"))
        #expect(text.contains("/c.key") == (proxy != .haproxy), "HAProxy reads both from one file")
    }

    @Test("The name is found in the certificate") func theNameIsFoundInTheCertificate() throws {
        var sample = Sample()
        sample.encrypt()
        let found = ClientTLS(nameInCertificate: { $0 == "/own.pem" ? "postern.example" : nil })
        #expect(try sample.lines(.nginx, tls: found).contains("proxy_ssl_name postern.example;"))
        #expect(try sample.lines(.nginx).contains("proxy_ssl_name 127.0.0.1;"))
        #expect(try sample.text(.envoy).contains("{ san_type: IP_ADDRESS, matcher: { exact: \"127.0.0.1\" } }"))
        #expect(try sample.text(.envoy, tls: found).contains("sni: \"postern.example\""))
        sample.listen(on: .tcp(host: "postern.internal", port: 9090))
        #expect(try sample.lines(.nginx, tls: found).contains("proxy_ssl_name postern.internal;"))
    }

    @Test("Paths and names cannot inject configuration") func pathsAndNamesCannotSayMore() throws {
        var sample = Sample()
        sample.encrypt()
        for tls in [
            ClientTLS(trusted: "/a b"), ClientTLS(trusted: "relative"), ClientTLS(trusted: "/a;b"),
            ClientTLS(serverName: "a b"), ClientTLS(serverName: ""), ClientTLS(serverName: "a;b"),
            ClientTLS(certificate: "/a\nb", key: "/c"), ClientTLS(certificate: "/a", key: "/\"c"),
        ] {
            #expect(throws: SnippetError.self) { try sample.text(.nginx, tls: tls) }
        }
    }
}
