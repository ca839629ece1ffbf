import Listeners
import Settings
import Snippets
import Testing

@Suite("Addresses")
struct AddressTests {
    @Test(
        "Addresses are read",
        arguments: [
            ("127.0.0.1:8080", ListenAddress.tcp(host: "127.0.0.1", port: 8080)),
            ("[::1]:8080", .tcp(host: "::1", port: 8080)),
            ("app.internal:1", .tcp(host: "app.internal", port: 1)),
            ("unix:/run/app.sock", .unix(path: "/run/app.sock")),
        ]
    )
    func addressesAreRead(text: String, address: ListenAddress) throws {
        #expect(try ListenAddress(parsing: text) == address)
    }

    @Test(
        "Others are refused",
        arguments: ["", "8080", ":8080", "host", "host:", "host:0", "host:65536", "host:-1", "::1:8080", "[]:80"]
    )
    func othersAreRefused(text: String) {
        #expect(throws: SnippetError.self) { try ListenAddress(parsing: text) }
    }

    @Test("Each proxy spells sockets in its own way") func eachProxySpellsSocketsInItsOwnWay() throws {
        var sample = Sample()
        sample.listen(on: .unix(path: "/run/postern/p.sock"))
        let application = ListenAddress.unix(path: "/run/app.sock")
        let nginx = try sample.lines(.nginx, application: application)
        #expect(nginx.contains { $0.hasPrefix("server unix:/run/postern/p.sock ") })
        #expect(nginx.contains("server unix:/run/app.sock;"))
        let envoy = try sample.lines(.envoy, application: application)
        #expect(envoy.contains(#"address: { pipe: { path: "/run/postern/p.sock" } }"#))
        #expect(envoy.contains(#"address: { pipe: { path: "/run/app.sock" } }"#))
        let caddy = try sample.lines(.caddy, application: application)
        #expect(caddy.contains("forward_auth unix//run/postern/p.sock {"))
        #expect(caddy.contains("reverse_proxy unix//run/app.sock"))
        let haproxy = try sample.lines(.haproxy, application: application)
        #expect(haproxy.contains { $0.hasPrefix("server postern1 unix@/run/postern/p.sock ") })
        #expect(haproxy.contains("server application unix@/run/app.sock"))
    }

    @Test("Traefik reaches no sockets") func traefikReachesNoSockets() throws {
        var sample = Sample()
        #expect(throws: SnippetError.self) { try sample.text(.traefik, application: .unix(path: "/run/app.sock")) }
        sample.listen(on: .unix(path: "/run/postern.sock"))
        let error = #expect(throws: SnippetError.self) { try sample.text(.traefik) }
        #expect(error?.description.contains("proxy: forwarded") == true)
    }

    @Test("IPv6 addresses are in brackets") func version6StandsInBrackets() throws {
        var sample = Sample()
        sample.listen(on: .tcp(host: "::1", port: 9090))
        #expect(try sample.lines(.nginx).contains { $0.hasPrefix("server [::1]:9090 ") })
        #expect(
            try sample.lines(.envoy).contains(#"address: { socket_address: { address: "::1", port_value: 9090 } }"#)
        )
        #expect(try sample.lines(.caddy).contains("forward_auth [::1]:9090 {"))
        #expect(try sample.lines(.haproxy).contains { $0.hasPrefix("server postern1 [::1]:9090 ") })
        #expect(try sample.lines(.traefik).contains(#"address: "http://[::1]:9090/""#))
    }

    /// A proxy cannot connect to an address that means every interface.
    @Test("Every interface is reached through loopback") func everyInterfaceIsReachedThroughLoopback() throws {
        var sample = Sample()
        sample.listen(on: .tcp(host: "0.0.0.0", port: 9090))
        #expect(try sample.lines(.nginx).contains { $0.hasPrefix("server 127.0.0.1:9090 ") })
        sample.listen(on: .tcp(host: "::", port: 9090))
        #expect(try sample.lines(.nginx).contains { $0.hasPrefix("server [::1]:9090 ") })
    }

    @Test("Names are looked up") func namesAreLookedUp() throws {
        var sample = Sample()
        #expect(try !sample.text(.envoy).contains("STRICT_DNS"))
        sample.listen(on: .tcp(host: "localhost", port: 9090))
        #expect(try sample.lines(.envoy).contains("type: STRICT_DNS"))
    }

    @Test("The front address is used by nothing else", arguments: Proxy.allCases)
    func theFrontIsNobodyElses(proxy: Proxy) throws {
        for port in [9090, 9091, 9093, 9094, 8081] {
            let front = ListenAddress.tcp(host: "127.0.0.1", port: port)
            let error = #expect(throws: SnippetError.self) { try Sample().text(proxy, front: front) }
            #expect(error?.description.contains("--front 127.0.0.1:\(port)") == true)
        }
    }

    @Test("Clients need a host and a port", arguments: Proxy.allCases)
    func clientsNeedAHostAndAPort(proxy: Proxy) throws {
        #expect(throws: SnippetError.self) { try Sample().text(proxy, front: .unix(path: "/run/front.sock")) }
        let lines = try Sample().text(proxy, front: .tcp(host: "192.0.2.1", port: 443))
        #expect(lines.contains("192.0.2.1"))
        #expect(lines.contains("443"))
    }
}
