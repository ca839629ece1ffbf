import Authorization
import Gateway
import Listeners
import ProxyProtocol
import Settings
import Snippets
import Testing

/// What no file is printed for.
@Suite("Refusals")
struct RefusalTests {
    @Test("A matching listener is needed", arguments: Proxy.allCases, ["nginx", "envoy", "forwarded"])
    func aFittingListenerIsNeeded(proxy: Proxy, only dialect: String) throws {
        var sample = Sample()
        sample.configuration.listeners.removeAll { listener in
            switch listener.dialect {
            case .nginx: dialect != "nginx"
            case .envoy: dialect != "envoy"
            case .forwarded: dialect != "forwarded"
            }
        }
        let fitting: [Proxy: String] = [.nginx: "nginx", .envoy: "envoy"]
        let wanted = fitting[proxy, default: "forwarded"]
        guard wanted != dialect else {
            #expect(throws: Never.self) { try sample.text(proxy) }
            return
        }
        let error = #expect(throws: SnippetError.self) { try sample.text(proxy) }
        #expect(error?.description.contains("proxy: \(wanted)") == true, "it says what to add")
    }

    @Test(
        "Odd header names are refused",
        arguments: Proxy.allCases,
        ["X_Auth", "X.Auth", "X$Auth", "X`Auth", "X'Auth", "*", "X|Y", "X#Y"]
    )
    func oddHeaderNamesAreRefused(proxy: Proxy, name: String) {
        let claims = #expect(throws: SnippetError.self) { try Sample(claimHeaders: [name]).text(proxy) }
        #expect(claims?.description.contains("'\(name)'") == true)
        #expect(claims?.description.hasPrefix("claim_headers") == true)
        let tokens = Sample(tokens: [.header(name: name, scheme: "")])
        let token = #expect(throws: SnippetError.self) { try tokens.text(proxy) }
        #expect(token?.description.hasPrefix("tokens") == true)
    }

    @Test(
        "Odd paths are refused",
        arguments: Proxy.allCases,
        ["/run/a b", "/run/\"a", "/run/a;b", "/run/{$HOME}", "/run/a#b", "/run/$a", "/run/a\\b", "/run/é", "run/a"]
    )
    func oddPathsAreRefused(proxy: Proxy, path: String) {
        var sample = Sample()
        #expect(throws: SnippetError.self) { try sample.text(proxy, application: .unix(path: path)) }
        sample.listen(on: .unix(path: path))
        #expect(throws: SnippetError.self) { try sample.text(proxy) }
    }

    @Test("Odd hosts are refused", arguments: Proxy.allCases, ["a b", "a;", "a\nb", "{a}", "", "a/b", "a\"", "é"])
    func oddHostsAreRefused(proxy: Proxy, host: String) {
        #expect(throws: SnippetError.self) { try Sample().text(proxy, front: .tcp(host: host, port: 80)) }
        #expect(throws: SnippetError.self) { try Sample().text(proxy, application: .tcp(host: host, port: 80)) }
    }
}
