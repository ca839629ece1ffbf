import JOSE
import NIOHTTP1
import TestSupport
import Testing

@testable import Issuers

/// One fetch against a provider that misbehaves, over a real socket.
@Suite("Failures of fetches", .timeLimit(.minutes(1)))
struct FetchFaultTests {
    private func fetch(
        _ source: KeySource,
        issuer: String = "https://issuer.example",
        current: CurrentKeySet? = nil,
        maxAge: Double? = nil,
        rediscover: Bool = true,
        timeout: Double = 60
    ) async -> Result<FetchedKeys, FetchError> {
        let transport = KeyTransport(environment: [:])
        let fetcher = KeyFetcher(transport: transport, timeout: timeout)
        let outcome = await fetcher.fetch(
            IssuerKeys(issuer: issuer, source: source),
            current: current,
            maxAge: maxAge,
            rediscover: rediscover
        )
        await transport.shutdown()
        return outcome
    }

    private func provider(
        _ behaviour: FaultyProvider.Behaviour,
        _ test: (FaultyProvider) async throws -> Void
    ) async throws {
        let provider = try await FaultyProvider.start()
        provider.set("/keys", behaviour)
        do { try await test(provider) } catch {
            try await provider.stop()
            throw error
        }
        try await provider.stop()
    }

    // MARK: Good answers

    @Test("A good answer brings its keys") func aGoodAnswerBringsItsKeys() async throws {
        let body = TestKeys.set([TestKeys.ed25519("a"), TestKeys.unusable("b")])
        let headers = [("Cache-Control", "public, max-age=120"), ("ETag", "\"1\""), ("Last-Modified", "yesterday")]
        try await provider(.answer(headers: headers, body: body)) { provider in
            let answer = try await fetch(.url(provider.url())).get()
            #expect(answer.keys.set.keys.map(\.keyID) == ["a"])
            #expect(answer.keys.set.rejections.map(\.keyID) == ["b"])
            #expect(answer.keys.url == provider.url())
            #expect(answer.maxAge == 120)
            #expect(answer.keys.validators?.etag == "\"1\"")
            #expect(!answer.isUnchanged)
            let request = try #require(provider.requests.first)
            #expect(request.headers["Accept-Encoding"] == ["identity"])
            #expect(request.headers["If-None-Match"].isEmpty)
        }
    }

    @Test("Every 2xx counts", arguments: [201, 203, 299])
    func every2xxCounts(status: Int) async throws {
        try await provider(.answer(status: status, body: TestKeys.set("a"))) { provider in
            let answer = try await fetch(.url(provider.url())).get()
            #expect(answer.keys.set.keys.count == 1)
        }
    }

    @Test("Unchanged bytes are the same set") func unchangedBytesAreTheSameSet() async throws {
        try await provider(.answer(body: TestKeys.set("a"))) { provider in
            let first = try await fetch(.url(provider.url())).get()
            let second = try await fetch(.url(provider.url()), current: first.keys).get()
            #expect(second.isUnchanged)
            #expect(second.keys.generation == first.keys.generation)
            provider.serve(TestKeys.set("a"))
            let third = try await fetch(.url(provider.url()), current: second.keys).get()
            #expect(!third.isUnchanged)
            #expect(third.keys.generation > second.keys.generation)
        }
    }

    @Test("A conditional request is confirmed") func aConditionalRequestIsConfirmed() async throws {
        try await provider(.tagged("\"7\"", headers: [("Cache-Control", "max-age=90")], body: TestKeys.set("a"))) {
            provider in
            let first = try await fetch(.url(provider.url())).get()
            let second = try await fetch(.url(provider.url()), current: first.keys).get()
            #expect(second.isUnchanged)
            #expect(second.maxAge == 90)
            #expect(second.keys.generation == first.keys.generation)
            #expect(provider.requests.last?.headers["If-None-Match"] == ["\"7\""])
        }
    }

    @Test("A confirmation without `max-age` keeps the old one")
    func aConfirmationWithoutMaxAgeKeepsTheOldOne() async throws {
        try await provider(.tagged("\"7\"", body: TestKeys.set("a"))) { provider in
            let first = try await fetch(.url(provider.url())).get()
            let answer = try await fetch(.url(provider.url()), current: first.keys, maxAge: 77).get()
            #expect(answer.maxAge == 77)
        }
    }

    // MARK: Bad answers

    @Test("Status errors", arguments: [400, 401, 403, 404, 410, 429, 500, 502, 503])
    func statusErrors(status: Int) async throws {
        try await provider(.answer(status: status, body: TestKeys.set("a"))) { provider in
            let error = try #require(await fetch(.url(provider.url())).failure)
            #expect(error.message == "\(provider.url()) answered \(status)")
        }
    }

    @Test("A confirmation of nothing") func aConfirmationOfNothing() async throws {
        try await provider(.answer(status: 304, body: [])) { provider in
            #expect(await fetch(.url(provider.url())).failure?.message.hasSuffix("answered 304") == true)
        }
    }

    @Test(
        "Bodies without keys",
        arguments: [
            ("", "JSON"),
            ("<html><body>Sign in</body></html>", "JSON"),
            ("{}", "`keys`"),
            ("[]", "object"),
            (#"{"keys":{}}"#, "`keys`"),
            (#"{"keys":[]}"#, "empty"),
            (#"{"keys":[{"kty":"OKP"},7]}"#, "no usable key"),
            (#"{"keys":[],"keys":[]}"#, "JSON"),
            ("\u{FEFF}" + #"{"keys":[]}"#, "JSON"),
        ]
    )
    func bodiesWithoutKeys(body: String, word: String) async throws {
        try await provider(.answer(body: Array(body.utf8))) { provider in
            let error = try #require(await fetch(.url(provider.url())).failure)
            #expect(error.message.contains(word), "\(error.message)")
        }
    }

    @Test("A set without a usable key says why") func aSetWithoutAUsableKeyTellsWhy() async throws {
        try await provider(.answer(body: TestKeys.set([TestKeys.unusable("b"), TestKeys.hmac("c")]))) { provider in
            let error = try #require(await fetch(.url(provider.url())).failure)
            #expect(error.rejections.map(\.keyID) == ["b", "c"])
        }
    }

    @Test("More than a thousand keys") func moreThanAThousandKeys() async throws {
        let body = TestKeys.set(Array(repeating: "{}", count: 1001))
        try await provider(.answer(body: body)) { provider in
            #expect(await fetch(.url(provider.url())).failure?.message.contains("1001") == true)
        }
    }

    @Test("Encoded answers", arguments: ["gzip", "br", "identity, gzip"])
    func encodedAnswers(coding: String) async throws {
        let bomb = [UInt8](repeating: 0, count: 512)
        try await provider(.answer(headers: [("Content-Encoding", coding)], body: bomb)) { provider in
            #expect(await fetch(.url(provider.url())).failure?.message.contains("encoded") == true)
        }
    }

    @Test("A truncated answer") func aTruncatedAnswer() async throws {
        try await provider(.truncate(body: TestKeys.set("a"))) { provider in
            #expect(await fetch(.url(provider.url())).failure?.message.contains("complete") == true)
        }
    }

    @Test("A truncated answer whose half is a set") func aTruncatedAnswerWhoseHalfIsASet() async throws {
        let set = TestKeys.set("a")
        let body = set + Array(repeating: 0x20, count: set.count)
        try await provider(.truncate(body: body)) { provider in
            #expect(await fetch(.url(provider.url())).failure != nil)
        }
    }

    @Test("A closed connection") func aClosedConnection() async throws {
        try await provider(.close) { provider in
            #expect(await fetch(.url(provider.url())).failure?.message.contains("closed") == true)
        }
    }

    @Test("An answer that is not HTTP") func anAnswerThatIsNotHTTP() async throws {
        try await provider(.garbage) { provider in
            #expect(await fetch(.url(provider.url())).failure?.message.contains("not HTTP") == true)
        }
    }

    @Test("A refused connection", arguments: ["127.0.0.1", "localhost"])
    func aRefusedConnection(host: String) async throws {
        let reserved = try BoundSocket()
        let error = await fetch(.url("http://\(host):\(reserved.port)/keys")).failure
        #expect(error?.message.contains("cannot be reached") == true)
        reserved.close()
    }

    @Test("A name that is not valid") func aNameThatIsNone() async throws {
        let error = try #require(await fetch(.url("http://\(String(repeating: "a", count: 64)).invalid/keys")).failure)
        #expect(error.message.contains("resolved"), "\(error.message)")
    }

    @Test("An error's body is not waited for") func anErrorsBodyIsNotWaitedFor() async throws {
        let body = [UInt8](repeating: 0x20, count: 1000)
        try await provider(.drip(every: 100, status: 500, body: body)) { provider in
            let error = await fetch(.url(provider.url()), timeout: 60).failure
            #expect(error?.message.hasSuffix("answered 500") == true)
            while provider.connections > 0, !Task.isCancelled { await Task.yield() }
        }
    }

    // MARK: Limits

    @Test("A body at the limit passes") func aBodyAtTheLimitPasses() async throws {
        var body = TestKeys.set("a")
        body += Array(repeating: 0x20, count: KeyTransport.maxBytes - body.count)
        try await provider(.answer(body: body)) { provider in
            let answer = try await fetch(.url(provider.url())).get()
            #expect(answer.keys.set.keys.count == 1)
            provider.serve(body + [0x20])
            #expect(await fetch(.url(provider.url())).failure?.message.contains("more than 1048576") == true)
        }
    }

    @Test("An endless body is cut off") func anEndlessBodyIsCutOff() async throws {
        try await provider(.endless) { provider in
            #expect(await fetch(.url(provider.url())).failure?.message.contains("more than 1048576") == true)
            // The rest is what the two sockets' buffers took before the connection was cut.
            #expect(provider.maxBodyBytes < 20 << 20)
        }
    }

    @Test("A header without an end is cut off", arguments: [FaultyProvider.Behaviour.endlessHead, .endlessInterim])
    func aHeaderWithoutEndIsCutOff(behaviour: FaultyProvider.Behaviour) async throws {
        try await provider(behaviour) { provider in
            #expect(await fetch(.url(provider.url()), timeout: 2).failure != nil)
            #expect(provider.maxBodyBytes < 1 << 30)
            while provider.connections > 0, !Task.isCancelled { await Task.yield() }
        }
    }

    @Test("A compression bomb without Content-Encoding") func aBombThatDoesNotSayWhatItIs() async throws {
        try await provider(.answer(body: [0x1F, 0x8B, 8, 0] + [UInt8](repeating: 0, count: 1 << 19))) { provider in
            #expect(await fetch(.url(provider.url())).failure?.message.contains("JSON") == true)
        }
    }

    @Test("The place of a failure is known by its status") func thePlaceOfAFaultIsKnownByItsStatus() async throws {
        try await provider(.answer(status: 404, body: [])) { provider in
            #expect(await fetch(.url(provider.url())).failure?.status == 404)
            provider.serve(Array("{}".utf8))
            #expect(await fetch(.url(provider.url())).failure?.status == 200)
            provider.set("/keys", .close)
            #expect(await fetch(.url(provider.url())).failure?.status == nil)
            provider.serve(TestKeys.set("a"))
            let answer = try await fetch(.url(provider.url())).get()
            #expect(answer.status == 200)
        }
    }

    @Test("A host that is an IPv6 address") func aHostThatIsAnIPv6Address() async throws {
        let provider = try await FaultyProvider.start(host: "::1")
        provider.serve(TestKeys.set("a"))
        let answer = try await fetch(.url("http://[::1]:\(provider.port)/keys")).get()
        #expect(answer.keys.set.keys.count == 1)
        #expect(provider.requests.first?.headers["Host"] == ["[::1]:\(provider.port)"])
        try await provider.stop()
    }

    @Test(
        "The time limit is for the whole fetch",
        arguments: [FaultyProvider.Behaviour.hang, .drip(every: 20, body: TestKeys.set("a"))]
    )
    func theTimeLimitIsForTheWholeFetch(behaviour: FaultyProvider.Behaviour) async throws {
        try await provider(behaviour) { provider in
            let error = try #require(await fetch(.url(provider.url()), timeout: 0.3).failure)
            #expect(error.message.contains("within the time limit"))
        }
    }

    @Test(
        "Absurd ages",
        arguments: [
            ("max-age=99999999999999999999999999", 1e26), ("max-age=0", 0), ("no-store", nil), ("max-age=-1", nil),
        ] as [(String, Double?)]
    )
    func absurdAges(value: String, maxAge: Double?) async throws {
        try await provider(.answer(headers: [("Cache-Control", value)], body: TestKeys.set("a"))) { provider in
            let answer = try await fetch(.url(provider.url())).get()
            #expect(answer.maxAge == maxAge)
        }
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
