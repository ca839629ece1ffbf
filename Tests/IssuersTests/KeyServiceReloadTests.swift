import Authorization
import Bytes
import JOSE
import NIOHTTP1
import TestSupport
import Testing

@testable import Issuers

/// Reloads and restarts: what a new service has before its first fetch.
@Suite("The key service: reloads and snapshots", .timeLimit(.minutes(1)))
struct KeyServiceReloadTests {
    // MARK: Reload

    @Test("Unchanged issuers keep their keys") func unchangedIssuersKeepTheirKeys() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.provider.serve(TestKeys.set("b"), at: "/other")
        let old = fixture.service([fixture.issuer("gone"), fixture.issuer("stays"), fixture.issuer("moves")])
        let oldInbox = Inbox(of: old)
        old.start()
        let stays = await oldInbox.first { $0.issuer == 1 && $0.keys != nil }
        for issuer in [0, 2] { _ = await oldInbox.first { $0.issuer == issuer && $0.keys != nil } }
        #expect(fixture.provider.requests.count == 3)

        let new = fixture.service(
            [fixture.issuer("moves", path: "/other"), fixture.issuer("stays")],
            inheriting: old
        )
        let inbox = Inbox(of: new)
        #expect(inbox.all.map(\.keyIDs) == [nil, ["a"]])
        #expect(inbox.all.last?.generation == stays.generation)
        new.start()
        await old.shutdown()
        #expect(await inbox.first { $0.issuer == 0 && $0.keys != nil }.keyIDs == ["b"])
        #expect(fixture.provider.requests.map(\.path) == ["/keys", "/keys", "/keys", "/other"])
        #expect(new.statuses().last?.fetches == 1)
        await new.shutdown()
        try await fixture.provider.stop()
    }

    @Test("A reload does not allow more refreshes") func aReloadDoesNotOpenTheDoorToMoreRefreshes() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        var service = fixture.service([fixture.issuer()])
        let first = Inbox(of: service)
        service.start()
        _ = await first.first { $0.keys != nil }
        service.request(.keys(IssuerID(0)))
        _ = await first.first { $0.unknownKeysRefusedUntil > WallClock.now() }
        for _ in 0..<3 {
            let next = fixture.service([fixture.issuer()], inheriting: service)
            let inbox = Inbox(of: next)
            #expect(await inbox.next().unknownKeysRefusedUntil > WallClock.now())
            next.start()
            await service.shutdown()
            service = next
            next.request(.keys(IssuerID(0)))
            _ = await inbox.next()
        }
        #expect(fixture.provider.count() == 2)
        await service.shutdown()
        try await fixture.provider.stop()
    }

    /// Tokens that wait for the result wait on, and good ones with the new key are not refused meanwhile.
    @Test("A reload in the middle of a refresh refuses no unknown key")
    func aReloadInTheMiddleOfARefreshRefusesNoUnknownKey() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        let old = fixture.service([fixture.issuer()])
        let oldInbox = Inbox(of: old)
        old.start()
        _ = await oldInbox.first { $0.keys != nil }
        fixture.provider.set("/keys", .hang)
        old.request(.keys(IssuerID(0)))
        while fixture.provider.count() < 2 { await Task.yield() }

        let new = fixture.service([fixture.issuer()], inheriting: old)
        let inbox = Inbox(of: new)
        #expect(await inbox.next().unknownKeysRefusedUntil < WallClock.now())
        fixture.provider.serve(TestKeys.set("a", "b"))
        new.start()
        await old.shutdown()
        let result = await inbox.first { $0.keyIDs == ["a", "b"] }
        #expect(result.unknownKeysRefusedUntil > WallClock.now())
        await new.shutdown()
        try await fixture.provider.stop()
    }

    @Test("An issuer that trusts another CA is a different issuer")
    func anIssuerThatTrustsAnotherAuthorityIsAnother() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        let old = fixture.service([fixture.issuer()])
        let oldInbox = Inbox(of: old)
        old.start()
        _ = await oldInbox.first { $0.keys != nil }
        var issuer = fixture.issuer()
        issuer.caFile = "/somewhere.pem"
        let new = fixture.service([issuer], inheriting: old)
        #expect(Inbox(of: new).all.map(\.generation) == [0])
        await old.shutdown()
        try await fixture.provider.stop()
    }

    // MARK: Restart

    @Test("A snapshot is used until the provider is back") func aSnapshotServesUntilTheProviderIsBack() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.settings.stateDirectory = folder.path("state")
        let first = fixture.service([fixture.issuer()])
        let firstInbox = Inbox(of: first)
        first.start()
        _ = await firstInbox.first { $0.keys != nil }
        await first.shutdown()

        fixture.provider.set("/keys", .answer(status: 503, body: []))
        let second = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: second)
        second.start()
        let restored = await inbox.first { $0.keys != nil }
        #expect(restored.keyIDs == ["a"])
        let failed = await inbox.first { [log = fixture.log] _ in log.all.contains { $0.contains("503") } }
        #expect(failed.generation == restored.generation)

        let status = try #require(second.statuses().first)
        #expect(status.state == .fresh || status.state == .refreshing)
        await second.shutdown()
        try await fixture.provider.stop()
    }

    @Test("A snapshot from a clock that was ahead is used and dated anew")
    func aSnapshotOfAClockThatWasAheadServesAndIsDatedAnew() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await ServiceFixture()
        fixture.provider.set("/keys", .answer(status: 503, body: []))
        fixture.settings.stateDirectory = folder.path
        let store = SnapshotStore(directory: folder.path)
        let issuer = fixture.issuer()
        let url = fixture.provider.url()
        let keys = try CurrentKeySet(parsing: TestKeys.set("a"), from: url, issuer: issuer.issuer, trust: .fetched)
        let ahead = WallClock.now() + 86400
        try store.write(KeySnapshot(issuer: issuer, keys: keys, lastSuccess: ahead, maxAge: nil), of: issuer)

        let service = fixture.service([issuer])
        let inbox = Inbox(of: service)
        service.start()
        #expect(await inbox.first { $0.keys != nil }.keyIDs == ["a"])
        #expect(fixture.log.all.contains { $0.contains("has a time in the future") })
        await service.shutdown()
        #expect(try store.read(issuer)?.secondsAhead == nil)
        try await fixture.provider.stop()
    }

    @Test("A snapshot is confirmed without being sent again")
    func aSnapshotIsConfirmedWithoutBeingSentAgain() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await ServiceFixture()
        fixture.provider.set("/keys", .tagged("\"1\"", body: TestKeys.set("a")))
        fixture.settings.stateDirectory = folder.path
        let first = fixture.service([fixture.issuer()])
        let firstInbox = Inbox(of: first)
        first.start()
        _ = await firstInbox.first { $0.keys != nil }
        await first.shutdown()

        let second = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: second)
        second.start()
        let restored = await inbox.first { $0.keys != nil }
        #expect(await inbox.next().generation == restored.generation)
        #expect(second.statuses().first?.state == .fresh)
        #expect(second.statuses().first?.failures == 0)
        #expect(fixture.provider.requests.last?.headers["If-None-Match"] == ["\"1\""])
        await second.shutdown()
        try await fixture.provider.stop()
    }

    @Test("An issuer at another URL has no snapshot") func anIssuerAtAnotherURLHasNoSnapshot() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.settings.stateDirectory = folder.path
        let first = fixture.service([fixture.issuer()])
        let firstInbox = Inbox(of: first)
        first.start()
        _ = await firstInbox.first { $0.keys != nil }
        await first.shutdown()

        let second = fixture.service([fixture.issuer(path: "/missing")])
        let inbox = Inbox(of: second)
        second.start()
        for _ in 0..<2 { #expect(await inbox.next().keys == nil) }
        #expect(fixture.log.all.contains { $0.contains("snapshot ignored") && $0.contains("another issuer or URL") })
        await second.shutdown()
        try await fixture.provider.stop()
    }

    @Test("A folder that cannot be written is a warning") func aFolderThatCannotBeWrittenIsAWarning() async throws {
        let folder = try TemporaryFolder()
        var fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.settings.stateDirectory = try folder.write("", to: "file") + "/state"
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        await service.shutdown()
        #expect(fixture.log.all.contains { $0.contains("snapshot not written") })
        try await fixture.provider.stop()
    }

    // MARK: Many

    @Test("A thousand issuers share bounded fetches") func aThousandIssuersShareBoundedFetches() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        let service = fixture.service((0..<1000).map { fixture.issuer("https://issuer.example/\($0)") })
        let inbox = Inbox(of: service)
        service.start()
        for issuer in 0..<1000 { _ = await inbox.first { $0.issuer == issuer && $0.keys != nil } }
        #expect(fixture.provider.requests.count == 1000)
        #expect(fixture.provider.maxConnections <= 2 * KeyService.parallelFetches)
        await service.shutdown()
        try await fixture.provider.stop()
    }
}
