import JOSE
import Testing

@testable import Issuers

/// Redirects and discovery: where a fetch may be led, and where not.
@Suite("Redirects and discovery")
struct FetchRedirectTests {
    private func fetch(
        _ source: KeySource,
        issuer: String = "http://issuer.example",
        current: CurrentKeySet? = nil,
        rediscover: Bool = true
    ) async -> Result<FetchedKeys, FetchError> {
        let transport = KeyTransport(environment: [:])
        let outcome = await KeyFetcher(transport: transport, timeout: 60).fetch(
            IssuerKeys(issuer: issuer, source: source),
            current: current,
            maxAge: nil,
            rediscover: rediscover
        )
        await transport.shutdown()
        return outcome
    }

    private func discovery(_ members: [String: String]) -> [UInt8] {
        Array("{\(members.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ","))}".utf8)
    }

    // MARK: Redirects

    @Test("Same origin is followed", arguments: [301, 302, 303, 307, 308])
    func sameOriginIsFollowed(status: Int) async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/keys", .redirect(to: "/moved", status: status))
        provider.set("/moved", .redirect(to: provider.url("/again"), status: status))
        provider.set("/again", .redirect(to: "last?a=b#c", status: status))
        provider.serve(TestKeys.set("a"), at: "/last?a=b")
        let answer = try await fetch(.url(provider.url())).get()
        #expect(answer.keys.set.keys.count == 1)
        #expect(answer.keys.url == provider.url(), "what the operator wrote is asked again next time")
        try await provider.stop()
    }

    @Test("At most three redirects") func threeAtMost() async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/keys", .redirect(to: "/keys"))
        #expect(await fetch(.url(provider.url())).failure?.message.contains("more than 3 times") == true)
        #expect(provider.requests.count == 4)
        try await provider.stop()
    }

    @Test(
        "A redirect to another origin is not followed",
        arguments: [
            "http://localhost:PORT/keys", "https://127.0.0.1:PORT/keys", "http://127.0.0.1:1/keys", "file:///keys",
        ]
    )
    func elsewhereIsNotFollowed(target: String) async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/go", .redirect(to: target.replacing("PORT", with: "\(provider.port)")))
        provider.serve(TestKeys.set("a"))
        #expect(await fetch(.url(provider.url("/go"))).failure != nil)
        #expect(provider.requests.map(\.path) == ["/go"])
        try await provider.stop()
    }

    @Test("A redirect without a target") func aRedirectWithoutATarget() async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/keys", .answer(status: 302, body: []))
        #expect(await fetch(.url(provider.url())).failure?.message.contains("without a Location") == true)
        try await provider.stop()
    }

    // MARK: Discovery

    @Test("Discovery leads to the keys") func discoveryLeadsToTheKeys() async throws {
        let provider = try await FaultyProvider.start()
        let issuer = provider.url("")
        // On another host: localhost instead of 127.0.0.1.
        let keys = provider.url("/keys", host: "localhost")
        provider.set(
            "/.well-known/openid-configuration",
            .answer(body: discovery(["issuer": issuer, "jwks_uri": keys]))
        )
        provider.serve(TestKeys.set("a"))
        let source = KeySource.discovery(url: issuer + "/.well-known/openid-configuration")
        let answer = try await fetch(source, issuer: issuer).get()
        #expect(answer.keys.url == keys)

        // A refresh that tokens wait for goes straight to the keys.
        let again = try await fetch(source, issuer: issuer, current: answer.keys, rediscover: false).get()
        #expect(again.isUnchanged)
        #expect(provider.requests.map(\.path) == ["/.well-known/openid-configuration", "/keys", "/keys"])
        try await provider.stop()
    }

    @Test("Moved keys are followed and checked again") func movedKeysAreFollowedAndJudgedAnew() async throws {
        let provider = try await FaultyProvider.start()
        let issuer = provider.url("")
        provider.set("/d", .answer(body: discovery(["issuer": issuer, "jwks_uri": provider.url("/old")])))
        provider.set("/old", .tagged("\"1\"", body: TestKeys.set("a")))
        let old = try await fetch(.discovery(url: provider.url("/d")), issuer: issuer).get()
        provider.set("/d", .answer(body: discovery(["issuer": issuer, "jwks_uri": provider.url("/new")])))
        provider.set("/new", .tagged("\"1\"", body: TestKeys.set("b")))
        let new = try await fetch(.discovery(url: provider.url("/d")), issuer: issuer, current: old.keys).get()
        // The tag was another page's, and was not sent along.
        #expect(!new.isUnchanged)
        #expect(new.keys.set.keys.map(\.keyID) == ["b"])
        try await provider.stop()
    }

    @Test(
        "Discovery documents whose members are not accepted",
        arguments: [
            (["issuer": "http://issuer.example/", "jwks_uri": "http://x/"], "is for issuer"),
            (["issuer": "HTTP://issuer.example", "jwks_uri": "http://x/"], "is for issuer"),
            (["jwks_uri": "http://x/"], "has no `issuer`"),
            (["issuer": "http://issuer.example"], "has no `jwks_uri`"),
            (["issuer": "http://issuer.example", "jwks_uri": "/keys"], "not an absolute URL"),
            (["issuer": "http://issuer.example", "jwks_uri": "file:///etc/keys"], "not an absolute URL"),
            (["issuer": "http://issuer.example", "jwks_uri": "ftp://x/keys"], "is not an https or http URL"),
            (["issuer": "http://issuer.example", "jwks_uri": "http://a:b@x/keys"], "user name"),
            (["issuer": "http://issuer.example", "jwks_uri": "http://127.0.0.1@x/keys"], "user name"),
            (
                ["issuer": "http://issuer.example", "jwks_uri": "http://127.0.0.1:70000/keys"],
                "invalid port or host name"
            ),
            (["issuer": "http://issuer.example", "jwks_uri": "http://[::1/keys"], "not an absolute URL"),
            (["issuer": "http://issuer.example", "jwks_uri": "http://[nonsense]/keys"], ""),
            (["issuer": "http://issuer.example", "jwks_uri": "http://0/keys"], ""),
            (["issuer": "http://issuer.example", "jwks_uri": "http://127.0.0.1:1/\\u0000"], ""),
        ]
    )
    func documentsThatLie(members: [String: String], words: String) async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/d", .answer(body: discovery(members)))
        let error = try #require(await fetch(.discovery(url: provider.url("/d"))).failure)
        #expect(error.message.contains(words), "\(error.message)")
        #expect(provider.requests.count == 1)
        try await provider.stop()
    }

    @Test("An HTTPS issuer's keys are not fetched over plain HTTP")
    func anHTTPSIssuersKeysAreNotFetchedInTheClear() async throws {
        let provider = try await FaultyProvider.start()
        let issuer = "https://issuer.example"
        provider.set("/d", .answer(body: discovery(["issuer": issuer, "jwks_uri": provider.url()])))
        let error = try #require(await fetch(.discovery(url: provider.url("/d")), issuer: issuer).failure)
        #expect(error.message.contains("not https"))
        #expect(provider.count() == 0)
        try await provider.stop()
    }

    @Test(
        "Discovery documents that are not valid",
        arguments: ["<html>", "[]", "", #"{"issuer":"http://issuer.example","issuer":"http://issuer.example"}"#]
    )
    func documentsThatAreNone(body: String) async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/d", .answer(body: Array(body.utf8)))
        #expect(await fetch(.discovery(url: provider.url("/d"))).failure != nil)
        try await provider.stop()
    }
}
