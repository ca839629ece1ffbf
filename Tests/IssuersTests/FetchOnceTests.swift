import Authorization
import JOSE
import TestSupport
import Testing

@testable import Issuers

/// What `postern check` gets to show.
@Suite("One fetch of every issuer", .timeLimit(.minutes(1)))
struct FetchOnceTests {
    @Test("Every issuer's outcome in order") func everyIssuersOutcomeInOrder() async throws {
        let folder = try TemporaryFolder()
        let provider = try await FaultyProvider.start()
        let discovery = #"{"issuer":"\#(provider.url(""))","jwks_uri":"\#(provider.url())"}"#
        provider.set("/discovery", .answer(body: Array(discovery.utf8)))
        let mixed = TestKeys.set([TestKeys.ed25519("a"), TestKeys.unusable("b")])
        provider.set("/keys", .answer(headers: [("Cache-Control", "max-age=90")], body: mixed))
        provider.set("/useless", .answer(body: TestKeys.set([TestKeys.unusable("c")])))
        let file = try folder.write(TestKeys.set([TestKeys.hmac("d")]), to: "keys.json")
        var settings = KeySettings()
        settings.stateDirectory = folder.path("state")

        let statuses = await KeyService.fetchOnce(
            issuers: [
                IssuerKeys(issuer: provider.url(""), source: .discovery(url: provider.url("/discovery"))),
                IssuerKeys(issuer: "useless", source: .url(provider.url("/useless"))),
                IssuerKeys(issuer: "file", source: .file(path: file)),
                IssuerKeys(issuer: "missing", source: .file(path: folder.path("none"))),
                IssuerKeys(issuer: "down", source: .url("http://127.0.0.1:1/")),
            ],
            settings: settings
        )

        #expect(statuses.map(\.state) == [.fresh, .empty, .fresh, .empty, .empty])
        #expect(statuses.map(\.origin) == [.discovery, .configured, .file, .file, .configured])
        #expect(
            statuses.map(\.keysURL) == [
                provider.url(), provider.url("/useless"), file, folder.path("none"), "http://127.0.0.1:1/",
            ]
        )
        #expect(statuses.map { $0.keys.map(\.keyID) } == [["a"], [], ["d"], [], []])
        #expect(statuses.map { $0.rejections.map(\.keyID) } == [["b"], ["c"], [], [], []])
        #expect(statuses.map(\.freshnessLifetime) == [90, nil, nil, nil, nil])
        #expect(statuses.map { $0.lastError == nil } == [true, false, true, false, false])
        #expect(statuses.map(\.fetches) == [1, 1, 1, 1, 1])
        #expect(statuses.map(\.failures) == [0, 1, 0, 1, 1])
        #expect(try folder.names == ["keys.json"], "no snapshot")
        try await provider.stop()
    }

    @Test("No issuers, no statuses") func noIssuersNoStatuses() async {
        #expect(await KeyService.fetchOnce(issuers: [], settings: KeySettings()).isEmpty)
    }
}
