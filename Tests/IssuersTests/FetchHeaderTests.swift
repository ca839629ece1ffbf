import Authorization
import Foundation
import JOSE
import NIOHTTP1
import TestSupport
import Testing

@testable import Issuers

/// Headers that the operator wants sent with the requests for keys, and who gets them.
@Suite("Headers of fetches", .timeLimit(.minutes(1)))
struct FetchHeaderTests {
    private let folder: TemporaryFolder
    private static let secret = "geheim-0123456789"

    init() throws {
        folder = try TemporaryFolder()
    }

    private func fetch(
        _ source: KeySource,
        issuer: String = "http://issuer.example",
        _ headers: [FetchHeader],
        environment: [String: String] = ["KEY": secret]
    ) async -> Result<FetchedKeys, FetchError> {
        let transport = KeyTransport(environment: environment)
        let outcome = await KeyFetcher(transport: transport, timeout: 60).fetch(
            IssuerKeys(issuer: issuer, source: source, headers: headers),
            current: nil,
            maxAge: nil,
            rediscover: true
        )
        await transport.shutdown()
        return outcome
    }

    private func discovery(_ issuer: String, _ keys: String) -> FaultyProvider.Behaviour {
        .answer(body: Array(#"{"issuer":"\#(issuer)","jwks_uri":"\#(keys)"}"#.utf8))
    }

    @Test("Values from the environment and from a file are sent")
    func valuesFromTheEnvironmentAndFromAFileAreSent() async throws {
        let provider = try await FaultyProvider.start()
        provider.serve(TestKeys.set("a"))
        let file = try folder.write(" \(Self.secret)\r\n\n", to: "token")
        let headers = [
            FetchHeader(name: "X-Api-Key", value: .environment("KEY")),
            FetchHeader(name: "authorization", value: .file(path: file), scheme: "Bearer"),
            FetchHeader(name: "user-agent", value: .environment("AGENT")),
        ]
        let environment = ["KEY": Self.secret, "AGENT": "mine\t1 "]
        #expect(await fetch(.url(provider.url()), headers, environment: environment).failure == nil)
        let request = try #require(provider.requests.first)
        #expect(request.headers["X-Api-Key"] == [Self.secret])
        #expect(request.headers["Authorization"] == ["Bearer \(Self.secret)"])
        #expect(request.headers["User-Agent"] == ["mine\t1"])
        try await provider.stop()
    }

    @Test("A redirect within the origin takes them along") func aRedirectWithinTheOriginTakesThemAlong() async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/go", .redirect(to: "/keys"))
        provider.serve(TestKeys.set("a"))
        let headers = [FetchHeader(name: "X-Api-Key", value: .environment("KEY"))]
        #expect(await fetch(.url(provider.url("/go")), headers).failure == nil)
        #expect(provider.requests.map { $0.headers["X-Api-Key"] } == [[Self.secret], [Self.secret]])
        try await provider.stop()
    }

    @Test("Another host that discovery names gets none") func anotherHostThatDiscoveryNamesGetsNone() async throws {
        let provider = try await FaultyProvider.start()
        provider.serve(TestKeys.set("a"))
        let headers = [FetchHeader(name: "X-Api-Key", value: .environment("KEY"))]
        let issuer = "http://issuer.example"
        provider.set("/near", discovery(issuer, provider.url()))
        provider.set("/far", discovery(issuer, provider.url(host: "localhost")))
        #expect(await fetch(.discovery(url: provider.url("/near")), headers).failure == nil)
        #expect(await fetch(.discovery(url: provider.url("/far")), headers).failure == nil)
        #expect(provider.requests.map(\.path) == ["/near", "/keys", "/far", "/keys"])
        #expect(
            provider.requests.map { $0.headers["X-Api-Key"] } == [[Self.secret], [Self.secret], [Self.secret], []]
        )
        try await provider.stop()
    }

    /// Another port of the same host is another origin, and so is the other scheme.
    @Test("Another port gets none") func anotherPortGetsNone() async throws {
        let provider = try await FaultyProvider.start()
        let other = try await FaultyProvider.start()
        other.serve(TestKeys.set("a"))
        provider.set("/d", discovery("http://issuer.example", other.url()))
        let headers = [FetchHeader(name: "X-Api-Key", value: .environment("KEY"))]
        #expect(await fetch(.discovery(url: provider.url("/d")), headers).failure == nil)
        #expect(other.requests.map { $0.headers["X-Api-Key"] } == [[]])
        try await provider.stop()
        try await other.stop()
    }

    @Test(
        "Values that no header can have are not sent",
        arguments: ["a\r\nX-Injected: 1", "a\u{0}b", "é", "", " \n\t"]
    )
    func valuesThatNoHeaderCanHaveAreNotSent(value: String) async throws {
        let provider = try await FaultyProvider.start()
        provider.serve(TestKeys.set("a"))
        let file = try folder.write(value, to: "token")
        for source in [FetchHeader.Source.environment("KEY"), .file(path: file)] {
            let headers = [FetchHeader(name: "X-Api-Key", value: source)]
            let error = try #require(
                await fetch(.url(provider.url()), headers, environment: ["KEY": value]).failure
            )
            #expect(error.message.contains("does not contain a valid value"), "\(error.message)")
            #expect(!error.message.contains("Injected"))
        }
        #expect(provider.requests.isEmpty)
        try await provider.stop()
    }

    @Test("A value that is missing is reported") func aValueThatIsGoneIsTold() async throws {
        let provider = try await FaultyProvider.start()
        let missing = FetchHeader(name: "X-Api-Key", value: .environment("NOT_THERE"))
        #expect(await fetch(.url(provider.url()), [missing]).failure?.message.contains("NOT_THERE is not set") == true)
        let file = FetchHeader(name: "X-Api-Key", value: .file(path: folder.path("none")))
        #expect(await fetch(.url(provider.url()), [file]).failure?.message.contains("No such file") == true)
        #expect(provider.requests.isEmpty)
        try await provider.stop()
    }

    @Test("Header values are neither logged nor shown") func theyAreNeitherLoggedNorShown() async throws {
        let fixture = try await ServiceFixture()
        // The provider throws back what it was sent.
        fixture.provider.set("/keys", .answer(status: 401, body: Array(Self.secret.utf8)))
        let file = try folder.write(Self.secret, to: "token")
        var issuer = fixture.issuer()
        issuer.headers = [FetchHeader(name: "X-Api-Key", value: .file(path: file))]
        let service = fixture.service([issuer])
        let inbox = Inbox(of: service)
        service.start()
        while service.statuses().first?.failures == 0, !Task.isCancelled { _ = await inbox.next() }
        #expect(fixture.provider.requests.first?.headers["X-Api-Key"] == [Self.secret])
        await service.shutdown()
        #expect(!fixture.log.all.isEmpty)
        #expect(!fixture.log.all.joined().contains(Self.secret))
        #expect(!"\(service.statuses())".contains(Self.secret))
        try await fixture.provider.stop()
    }

    /// A secret that was changed needs no outage.
    @Test("A reload with other headers keeps the keys and fetches at once")
    func aReloadWithOtherHeadersKeepsTheKeysAndFetchesAtOnce() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        let old = fixture.service([fixture.issuer()])
        let oldInbox = Inbox(of: old)
        old.start()
        let before = await oldInbox.first { $0.keys != nil }
        fixture.provider.serve(TestKeys.set("b"))
        var issuer = fixture.issuer()
        issuer.headers = [FetchHeader(name: "X-Tenant", value: .file(path: try folder.write("1", to: "x")))]
        let new = fixture.service([issuer], inheriting: old)
        let inbox = Inbox(of: new)
        #expect(inbox.all.map(\.generation) == [before.generation])
        new.start()
        await old.shutdown()
        _ = await inbox.first { $0.keyIDs == ["b"] }
        #expect(fixture.provider.requests.last?.headers["X-Tenant"] == ["1"])
        await new.shutdown()
        try await fixture.provider.stop()
    }
}
