import AsyncHTTPClient
import JOSE
import TestSupport
import Testing

@testable import Issuers

@Suite("The HTTPS proxy of the environment")
struct HTTPSProxyTests {
    private func covers(_ url: String, noProxy: String) throws -> Bool {
        let proxy = try #require(
            try HTTPSProxy.read(["HTTPS_PROXY": "http://proxy.example:3128", "NO_PROXY": noProxy])
        )
        return proxy.covers(try KeyURL(url))
    }

    @Test(
        "No proxy",
        arguments: [
            [:], ["HTTPS_PROXY": ""], ["HTTPS_PROXY": " "], ["HTTP_PROXY": "http://proxy.example"],
            ["ALL_PROXY": "", "all_proxy": ""],
            ["ALL_PROXY": "socks4://proxy.example"],
        ]
    )
    func noProxy(environment: [String: String]) throws {
        #expect(try HTTPSProxy.read(environment) == nil)
    }

    @Test(
        "Proxies that cannot be used",
        arguments: [
            "socks5://", "socks5h://user:pass@proxy.example", "http://",
            "://", "http://proxy.example:0",
            "http://proxy.example:99999", "proxy.example:65536", "http://a%0d%0ab:1", "http://a b:1", "http://[::1",
            "http://user:pass", "http://user:12#34@proxy.example:3128", "http://user:1/2@proxy.example",
            "http:/127.0.0.1:2",
        ]
    )
    func proxiesThatCannotBeUsed(text: String) {
        #expect(throws: FetchError.self) { try HTTPSProxy.read(["HTTPS_PROXY": text]) }
        #expect(!"\(HTTPSProxy.problems(["HTTPS_PROXY": text]))".contains("user:"))
    }

    @Test(
        "Proxies that can be used",
        arguments: [
            "http://proxy.example:3128", "proxy.example:3128", "http://proxy.example:3128\n",
            "http://a:b%40c@proxy.example:3128/",
        ]
    )
    func proxiesThatCan(text: String) throws {
        let proxy = try #require(try HTTPSProxy.read(["https_proxy": text]))
        #expect(proxy.server.host == "proxy.example")
        #expect(proxy.server.port == 3128)
        #expect((proxy.server.authorization != nil) == text.contains("@"))
    }

    @Test(
        "Odd proxies",
        arguments: [
            ("http://[::1]:3128", "::1", 3128), ("[::1]:3128", "::1", 3128),
            ("HTTP://Proxy.example", "Proxy.example", 80),
            ("http://proxy.example/path?query", "proxy.example", 80), ("127.0.0.1:1", "127.0.0.1", 1),
        ]
    )
    func oddProxies(text: String, host: String, port: Int) throws {
        let proxy = try #require(try HTTPSProxy.read(["HTTPS_PROXY": text]))
        #expect(proxy.server.host == host)
        #expect(proxy.server.port == port)
    }

    @Test(
        "Kinds of proxy",
        arguments: [
            ("socks5://proxy.example", 1080, true), ("SOCKS5H://proxy.example:9", 9, false),
            ("http://proxy.example", 80, false), ("proxy.example:3", 3, false),
        ]
    )
    func kinds(text: String, port: Int, resolvesLocally: Bool) throws {
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            let proxy = try #require(try HTTPSProxy.read([name: text]))
            #expect(proxy.server.host == "proxy.example")
            #expect(proxy.server.port == port)
            #expect(proxy.resolvesLocally == resolvesLocally)
            #expect(proxy.name == "the proxy proxy.example:\(port) (\(name.uppercased()))")
        }
    }

    @Test("`ALL_PROXY` comes after `HTTPS_PROXY`") func allProxyComesAfterHTTPSProxy() throws {
        let both = try HTTPSProxy.read(["HTTPS_PROXY": "first:1", "all_proxy": "second:1"])
        #expect(both?.server.host == "first")
        let other = try HTTPSProxy.read(["HTTPS_PROXY": "https://first.example", "all_proxy": "second:1"])
        #expect(other?.server.host == "second")
        let unset = try HTTPSProxy.read(["HTTPS_PROXY": "", "ALL_PROXY": "upper:1", "all_proxy": "lower:1"])
        #expect(unset?.server.host == "lower")
    }

    @Test(
        "Problems at startup",
        arguments: [
            ([:], nil), (["HTTPS_PROXY": "a:1", "ALL_PROXY": "socks5://b"], nil), (["ALL_PROXY": "socks5://b"], nil),
            (
                ["ALL_PROXY": "socks4://u:secret@b"],
                "ALL_PROXY is ignored: its scheme is not http, socks5 or socks5h"
            ),
            (
                ["https_proxy": "ftp://u:secret@b"],
                "HTTPS_PROXY is ignored: its scheme is not http, socks5 or socks5h"
            ),
            (["https_proxy": "http://u:secret@"], "HTTPS_PROXY must be of the form http://host:port"),
            (["ALL_PROXY": "http://"], "ALL_PROXY must be of the form http://host:port"),
            (["ALL_PROXY": "socks5://u:secret@b"], "ALL_PROXY has a user name for a SOCKS proxy"),
        ] as [([String: String], String?)]
    )
    func problemsAtTheStart(environment: [String: String], words: String?) {
        let problems = HTTPSProxy.problems(environment)
        #expect(problems.count == (words == nil ? 0 : 1))
        if let words { #expect(problems.first?.hasPrefix(words) == true, "\(problems)") }
        #expect(!"\(problems)".contains("secret"))
    }

    @Test("Lower case goes first") func lowerCaseGoesFirst() throws {
        let proxy = try HTTPSProxy.read(["https_proxy": "lower:1", "HTTPS_PROXY": "upper:1"])
        #expect(proxy?.server.host == "lower")
    }

    @Test(
        "Exceptions in `NO_PROXY`",
        arguments: [
            ("", true), ("*", false),
            ("issuer.example", false), ("ISSUER.example", false), ("example", false), (".example", false),
            ("*.example", false), ("suer.example", true), ("a.issuer.example", true),
            ("other.example, issuer.example", false), ("other.example issuer.example", false),
            ("other.example\tissuer.example\n", false),
            ("issuer.example:443", false), ("issuer.example:8443", true), (".", true), (",", true),
        ]
    )
    func exceptions(noProxy: String, isCovered: Bool) throws {
        #expect(try covers("https://Issuer.Example/keys", noProxy: noProxy) == isCovered)
    }

    @Test(
        "Addresses in `NO_PROXY`",
        arguments: [
            ("https://127.0.0.1:8443/", "127.0.0.1", false), ("https://127.0.0.1:8443/", "127.0.0.1:8443", false),
            ("https://127.0.0.1:8443/", "127.0.0.1:443", true), ("https://[::1]/", "::1", false),
            ("https://[::1]/", "[::1]:443", false), ("https://[::1]/", "[::1]:444", true),
            ("https://[0:0::1]/", "::1", false), ("https://10.1.2.3/", "10.0.0.0/8", false),
            ("https://11.1.2.3/", "10.0.0.0/8", true), ("https://10.1.2.3/", "other, 10.1.2.0/24", false),
            ("https://10.1.3.3/", "10.1.2.0/23", false), ("https://10.1.4.3/", "10.1.2.0/23", true),
            ("https://10.1.2.3/", "10.1.2.3/32", false), ("https://10.1.2.2/", "10.1.2.3/32", true),
            ("https://8.8.8.8/", "0.0.0.0/0", false), ("https://[fd00:1::2]/", "fd00::/8", false),
            ("https://[fd00:1::2]/", "[fd00::]/8", false), ("https://[fe80::2]/", "fd00::/8", true),
            ("https://10.1.2.3/", "::/0", true), ("https://[::1]/", "0.0.0.0/0", true),
            ("https://10.1.2.3/", "10.0.0.0/33", true), ("https://10.1.2.3/", "10.0.0.0/", true),
            ("https://10.1.2.3/", "10.0.0.0/+8", true), ("https://10.1.2.3/", "10.0.0.0/8/8", true),
            ("https://ten.example/", "0.0.0.0/0", true),
        ]
    )
    func addresses(url: String, noProxy: String, isCovered: Bool) throws {
        #expect(try covers(url, noProxy: noProxy) == isCovered)
    }

    @Test("Plain HTTP goes directly") func plainHTTPGoesDirectly() throws {
        #expect(try !covers("http://issuer.example/keys", noProxy: ""))
    }

    @Test("A fetch goes through the tunnel") func aFetchGoesThroughTheTunnel() async throws {
        let folder = try TemporaryFolder()
        let caFile = try folder.write(TestCertificates.authority, to: "ca.pem")
        let provider = try await FaultyProvider.start(tls: try TestCertificates.server(TestCertificates.localhost))
        provider.serve(TestKeys.set("a"))
        let tunnel = try await TunnelProxy.start(to: provider.port)
        let transport = KeyTransport(environment: ["HTTPS_PROXY": "http://user:secret@127.0.0.1:\(tunnel.port)"])
        // Nothing listens on port 1: only the tunnel's end can answer.
        let issuer = IssuerKeys(issuer: "a", source: .url("https://localhost:1/keys"), caFile: caFile)
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(issuer, current: nil, maxAge: nil, rediscover: true)
        #expect(try outcome.get().keys.set.keys.map(\.keyID) == ["a"])
        #expect(tunnel.requests.count == 1)
        #expect(tunnel.requests.first?.hasPrefix("CONNECT localhost:1 HTTP/1.1\r\n") == true)
        #expect(tunnel.requests.first?.contains("Basic dXNlcjpzZWNyZXQ=") == true)
        await transport.shutdown()
        try await tunnel.stop()
        try await provider.stop()
    }

    @Test("A proxy that cannot be used is not bypassed") func aProxyThatCannotBeUsedIsNotGoneAround() async throws {
        let transport = KeyTransport(environment: ["HTTPS_PROXY": "socks5://user@127.0.0.1:1"])
        let issuer = IssuerKeys(issuer: "a", source: .url("https://localhost:1/keys"))
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(issuer, current: nil, maxAge: nil, rediscover: true)
        #expect(outcome.failure?.message.contains("HTTPS_PROXY") == true)
        await transport.shutdown()
    }
}
