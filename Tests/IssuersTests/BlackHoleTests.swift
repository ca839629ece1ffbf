import Authorization
import Dispatch
import JOSE
import TestSupport
import Testing

@testable import Issuers

/// Issuers, proxies and name servers that swallow what is sent to them: nothing waits for them beyond `keys.timeout`.
@Suite("Issuers and proxies that do not answer", .timeLimit(.minutes(5)))
struct BlackHoleTests {
    private func fetch(
        _ url: String,
        environment: [String: String] = [:],
        timeout: Double = 10,
        names: NameLookup = .system
    ) async -> (message: String, duration: Duration) {
        let start = ContinuousClock.now
        let transport = KeyTransport(environment: environment, timeout: timeout, names: names)
        let outcome = await KeyFetcher(transport: transport, timeout: timeout)
            .fetch(IssuerKeys(issuer: "a", source: .url(url)), current: nil, maxAge: nil, rediscover: true)
        await transport.shutdown()
        return (outcome.failure?.message ?? "", ContinuousClock.now - start)
    }

    @Test("An issuer that swallows packets") func anIssuerThatSwallowsPackets() async throws {
        let hole = try BlackHole()
        let (message, duration) = await fetch("https://127.0.0.1:\(hole.port)/keys")
        #expect(message.contains("no connection to 127.0.0.1:\(hole.port)"), "\(message)")
        #expect(duration < .seconds(50))
    }

    @Test("A proxy that swallows packets") func aProxyThatSwallowsPackets() async throws {
        let hole = try BlackHole()
        let (message, duration) = await fetch(
            "https://issuer.invalid/keys",
            environment: ["HTTPS_PROXY": "http://127.0.0.1:\(hole.port)"]
        )
        #expect(
            message.contains("no connection to the proxy 127.0.0.1:\(hole.port) (HTTPS_PROXY)"),
            "\(message)"
        )
        #expect(duration < .seconds(50))
    }

    @Test("A proxy that does not listen") func aProxyThatIsNotThere() async throws {
        let reserved = try BoundSocket()
        let (message, _) = await fetch(
            "https://issuer.invalid/keys",
            environment: ["HTTPS_PROXY": "http://127.0.0.1:\(reserved.port)"],
            timeout: 30
        )
        let expected = "the proxy 127.0.0.1:\(reserved.port) (HTTPS_PROXY) cannot be reached (Connection refused)"
        #expect(message.contains(expected), "\(message)")
        reserved.close()
    }

    @Test("A proxy that says nothing") func aProxyThatSaysNothing() async throws {
        let provider = try await FaultyProvider.start()
        provider.set("issuer.invalid:443", .hang)
        let (message, _) = await fetch(
            "https://issuer.invalid/keys",
            environment: ["HTTPS_PROXY": "http://127.0.0.1:\(provider.port)"]
        )
        let proxy = "the proxy 127.0.0.1:\(provider.port) (HTTPS_PROXY)"
        let expected = "\(proxy) accepted the connection, but did not connect to issuer.invalid in time"
        #expect(message.contains(expected), "\(message)")
        try await provider.stop()
    }

    @Test("An issuer that speaks no TLS but listens") func anIssuerThatSpeaksNoTLSButListens() async throws {
        let silent = try SilentServer()
        let (message, _) = await fetch("https://127.0.0.1:\(silent.port)/keys")
        let expected =
            "127.0.0.1:\(silent.port) accepted the connection, but did not complete the TLS handshake in time"
        #expect(message.contains(expected), "\(message)")
    }

    @Test("An issuer that accepts and says nothing") func anIssuerThatAcceptsAndSaysNothing() async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/keys", .hang)
        let (message, _) = await fetch(provider.url())
        #expect(message.contains("within the time limit of 10 s: 127.0.0.1 sent no response"), "\(message)")
        provider.set("/keys", .drip(every: 100, body: [UInt8](repeating: 0x20, count: 1000)))
        let (slow, _) = await fetch(provider.url())
        #expect(slow.contains("127.0.0.1 started a response and did not finish it"), "\(slow)")
        try await provider.stop()
    }

    @Test("Name servers that do not answer") func nameServersThatAreSilent() async throws {
        let gate = DispatchSemaphore(value: 0)
        let names = NameLookup { _ in
            gate.wait()
            return .cancelled
        }
        let (message, duration) = await fetch("https://issuer.invalid/keys", names: names)
        let expected = "the name issuer.invalid is still being resolved; the DNS servers do not answer"
        #expect(message.contains(expected), "\(message)")
        #expect(duration < .seconds(50))
        let (proxied, _) = await fetch(
            "https://issuer.invalid/keys",
            environment: ["HTTPS_PROXY": "http://proxy.invalid:3128"],
            names: names
        )
        #expect(proxied.contains("the name proxy.invalid (the proxy's) is still being resolved"), "\(proxied)")
        for _ in 0..<10 { gate.signal() }
    }

    @Test("A name that does not exist") func aNameThatIsNotThere() async throws {
        let names = NameLookup { _ in .failed("no such name") }
        let (message, _) = await fetch("https://issuer.invalid/keys", names: names)
        #expect(message.hasSuffix("the name issuer.invalid could not be resolved (no such name)"), "\(message)")
        let (proxied, _) = await fetch(
            "https://issuer.invalid/keys",
            environment: ["HTTPS_PROXY": "http://proxy.invalid:3128"],
            names: names
        )
        let proxyName = "the name of the proxy proxy.invalid:3128 (HTTPS_PROXY)"
        #expect(proxied.hasSuffix("\(proxyName) could not be resolved (no such name)"), "\(proxied)")
    }

    // MARK: The end

    /// The clients of the transport wait for connections that are being made: 60 s before there was a limit.
    @Test("A service ends while it connects") func aServiceEndsWhileItConnects() async throws {
        let hole = try BlackHole()
        let fixture = try await ServiceFixture()
        let service = fixture.service([
            IssuerKeys(issuer: "hole", source: .url("http://127.0.0.1:\(hole.port)/keys"))
        ])
        let before = try hole.attempts
        service.start()
        while try hole.attempts == before { try await Task.sleep(for: .milliseconds(5)) }
        let start = ContinuousClock.now
        await service.shutdown()
        #expect(ContinuousClock.now - start < .seconds(1))
        try await fixture.provider.stop()
    }

    @Test("A check ends within its time limit") func aCheckEndsWithinItsTimeLimit() async throws {
        let hole = try BlackHole()
        var settings = KeySettings()
        settings.timeout = 2
        let start = ContinuousClock.now
        let statuses = await KeyService.fetchOnce(
            issuers: [IssuerKeys(issuer: "hole", source: .url("http://127.0.0.1:\(hole.port)/keys"))],
            settings: settings
        )
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(statuses.first?.lastError?.contains("no connection to 127.0.0.1") == true)
    }
}
