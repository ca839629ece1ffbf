import JOSE
import TestSupport
import Testing

@testable import Issuers

/// Fetches through proxies of every kind, and proxies that fail.
@Suite("Failures of the proxy")
struct ProxyFailureTests {
    private func fetch(
        _ url: String,
        caFile: String? = nil,
        _ environment: [String: String]
    ) async -> Result<FetchedKeys, FetchError> {
        let transport = KeyTransport(environment: environment)
        let outcome = await KeyFetcher(transport: transport, timeout: 60)
            .fetch(
                IssuerKeys(issuer: "a", source: .url(url), caFile: caFile),
                current: nil,
                maxAge: nil,
                rediscover: true
            )
        await transport.shutdown()
        return outcome
    }

    @Test(
        "A SOCKS proxy gets the name or the address",
        arguments: [
            ("ALL_PROXY", "socks5h", "localhost"), ("all_proxy", "socks5", "127.0.0.1"),
            ("HTTPS_PROXY", "socks5h", "localhost"),
        ]
    )
    func aSOCKSProxyGetsTheNameOrTheAddress(variable: String, scheme: String, asked: String) async throws {
        let folder = try TemporaryFolder()
        let caFile = try folder.write(TestCertificates.authority, to: "ca.pem")
        let provider = try await FaultyProvider.start(tls: try TestCertificates.server(TestCertificates.localhost))
        provider.serve(TestKeys.set("a"))
        let proxy = try await SOCKSProxy.start(to: provider.port)
        // Nothing listens on port 1: only the proxy's end can answer. The name counts for the certificate either way.
        let outcome = await fetch(
            "https://LOCALHOST:1/keys",
            caFile: caFile,
            [variable: "\(scheme)://127.0.0.1:\(proxy.port)"]
        )
        #expect(try outcome.get().keys.set.keys.map(\.keyID) == ["a"])
        let targets = proxy.targets.map { $0.lowercased() }
        // The system may know localhost by its address of version 6.
        #expect(targets == ["\(asked):1"] || scheme == "socks5" && targets == ["::1:1"], "\(targets)")
        try await proxy.stop()
        try await provider.stop()
    }

    @Test("A dead proxy is not the issuer's fault", arguments: ["http", "socks5", "socks5h"])
    func aDeadProxyIsNotTheIssuersFault(scheme: String) async throws {
        let reserved = try BoundSocket()
        defer { reserved.close() }
        for variable in ["HTTPS_PROXY", "ALL_PROXY"] {
            let outcome = await fetch("https://localhost:1/keys", [variable: "\(scheme)://127.0.0.1:\(reserved.port)"])
            let message = try #require(outcome.failure?.message)
            let words = "the proxy 127.0.0.1:\(reserved.port) (\(variable)) cannot be reached (Connection refused)"
            #expect(message == "https://localhost:1/keys could not be fetched: \(words)")
        }
    }

    @Test("A proxy whose name is unknown is named") func aProxyWhoseNameIsUnknownIsNamed() async throws {
        let outcome = await fetch("https://localhost:1/keys", ["HTTPS_PROXY": "proxy.invalid:3128"])
        let message = try #require(outcome.failure?.message)
        #expect(
            message.contains("the name of the proxy proxy.invalid:3128 (HTTPS_PROXY) could not be resolved"),
            "\(message)"
        )
    }

    @Test("A SOCKS proxy that refuses is named", arguments: [SOCKSProxy.Behaviour.refuse, .close, .wantPassword])
    func aSOCKSProxyThatRefusesIsNamed(behaviour: SOCKSProxy.Behaviour) async throws {
        let proxy = try await SOCKSProxy.start(to: 1, behaviour)
        let outcome = await fetch("https://localhost:1/keys", ["ALL_PROXY": "socks5h://127.0.0.1:\(proxy.port)"])
        let message = try #require(outcome.failure?.message)
        #expect(message.contains("the proxy 127.0.0.1:\(proxy.port) (ALL_PROXY)"), "\(message)")
        try await proxy.stop()
    }

    @Test("An untrusted issuer behind a proxy is not a failure of the proxy")
    func anIssuerThatIsNotTrustedThroughAProxyIsNoFailureOfTheProxy() async throws {
        let provider = try await FaultyProvider.start(tls: try TestCertificates.server(TestCertificates.localhost))
        let tunnel = try await TunnelProxy.start(to: provider.port)
        let outcome = await fetch("https://localhost:1/keys", ["HTTPS_PROXY": "http://127.0.0.1:\(tunnel.port)"])
        let message = try #require(outcome.failure?.message)
        #expect(message.contains("TLS: the certificate is not trusted by "), "\(message)")
        #expect(message.hasSuffix(" (through the proxy 127.0.0.1:\(tunnel.port) (HTTPS_PROXY))"), "\(message)")
        try await tunnel.stop()
        try await provider.stop()
    }

    @Test("A proxy that hangs ends the fetch in time and is named", arguments: ["socks5", "socks5h"])
    func aProxyThatHangsEndsTheFetchInTimeAndIsNamed(scheme: String) async throws {
        let proxy = try await SOCKSProxy.start(to: 1, .hang)
        let transport = KeyTransport(environment: ["ALL_PROXY": "\(scheme)://127.0.0.1:\(proxy.port)"])
        let issuer = IssuerKeys(issuer: "a", source: .url("https://localhost:1/keys"))
        let begin = ContinuousClock.now
        let outcome = await KeyFetcher(transport: transport, timeout: 5)
            .fetch(issuer, current: nil, maxAge: nil, rediscover: true)
        // A busy machine may take its time, but the attempt to connect would take a minute.
        #expect(ContinuousClock.now - begin < .seconds(30))
        let message = try #require(outcome.failure?.message)
        #expect(message.contains("through the proxy 127.0.0.1:\(proxy.port) (ALL_PROXY)"), "\(message)")
        try await proxy.stop()
        await transport.shutdown()
    }
}
