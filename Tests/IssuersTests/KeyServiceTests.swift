import Authorization
import Bytes
import JOSE
import NIOHTTP1
import TestSupport
import Testing

@testable import Issuers

/// The service against a real provider: what those who verify get to hear.
@Suite("The key service", .timeLimit(.minutes(1)))
struct KeyServiceTests {
    @Test("Keys arrive in the background") func keysArriveInTheBackground() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a", "b"))
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        #expect(inbox.all.count == 1, "the present state, at once")
        #expect(inbox.all.first?.keys == nil)
        #expect(inbox.all.first?.generation == 0)
        service.start()
        let update = await inbox.first { $0.keys != nil }
        #expect(update.issuer == 0)
        #expect(update.keyIDs == ["a", "b"])
        #expect(update.generation > 0)
        let status = try #require(service.statuses().first)
        #expect(status.state == .fresh)
        #expect(status.origin == .configured)
        #expect(status.keysURL == fixture.provider.url())
        #expect(status.keys.map(\.keyID) == ["a", "b"])
        #expect(status.keys.allSatisfy { $0.summary.contains("Ed25519") })
        #expect(status.keys.map(\.algorithms) == [.ed25519, .ed25519])
        #expect(status.freshnessLifetime == 600)
        #expect(status.fetches == 1)
        #expect(status.failures == 0)
        #expect(status.lastError == nil)
        let lastSuccess = try #require(status.lastSuccess)
        #expect(abs(lastSuccess - WallClock.now()) < 60)
        #expect(450...511 ~= (status.nextRefresh ?? 0) - lastSuccess)
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("A late subscriber receives the current state") func aLateSubscriberHearsThePresentState() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        let service = fixture.service([fixture.issuer()])
        let first = Inbox(of: service)
        service.start()
        let update = await first.first { $0.keys != nil }
        let second = Inbox(of: service)
        #expect(second.all.map(\.generation) == [update.generation])
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("One issuer's outage is not another's") func oneIssuersOutageIsNotAnothers() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.provider.set("/broken", .answer(status: 500, body: []))
        fixture.provider.set("/hanging", .hang)
        let service = fixture.service([
            fixture.issuer("broken", path: "/broken"), fixture.issuer("hanging", path: "/hanging"),
            fixture.issuer("good"),
        ])
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.issuer == 2 && $0.keys != nil }
        _ = await inbox.next { $0.issuer == 0 }
        #expect(service.statuses().map(\.state) == [.empty, .empty, .fresh])
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("A provider that returns is noticed") func aProviderThatReturnsIsNoticed() async throws {
        let reserved = try BoundSocket()
        let fixture = try await ServiceFixture()
        let issuer = IssuerKeys(issuer: "a", source: .url("http://127.0.0.1:\(reserved.port)/keys"))
        let service = fixture.service([issuer])
        let inbox = Inbox(of: service)
        service.start()
        for _ in 0..<3 { #expect(await inbox.next().keys == nil) }
        let status = try #require(service.statuses().first)
        #expect(status.state == .empty)
        #expect(status.failures >= 2)
        #expect(status.lastError?.contains("cannot be reached") == true)

        reserved.close()
        let back = try await FaultyProvider.start(port: reserved.port)
        back.serve(TestKeys.set("a"))
        #expect(await inbox.first { $0.keys != nil }.keyIDs == ["a"])
        #expect(service.statuses().first?.lastError == nil)
        await service.shutdown()
        try await back.stop()
        try await fixture.provider.stop()
    }

    /// What was sent into the silence is lost; the provider's return is noticed all the same.
    @Test("A provider that hung and returns is noticed") func aProviderThatHungAndReturnsIsNoticed() async throws {
        var fixture = try await ServiceFixture()
        fixture.settings.timeout = 60
        fixture.hedgeDelay = 0.2
        fixture.provider.set("/keys", .hang)
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        while fixture.provider.count() == 0, !Task.isCancelled { await Task.yield() }
        fixture.provider.serve(TestKeys.set("a"))
        #expect(await inbox.first { $0.keys != nil }.keyIDs == ["a"])
        #expect(service.statuses().first?.fetches == 1)
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test(
        "Keys survive whatever the provider says",
        arguments: [
            .answer(status: 503, body: []), .answer(body: Array("<html>".utf8)), .answer(body: Array("{}".utf8)),
            .answer(body: Array(#"{"keys":[]}"#.utf8)), .close, .truncate(body: TestKeys.set("b")), .endless,
        ] as [FaultyProvider.Behaviour]
    )
    func keysSurviveWhateverTheProviderSays(fault: FaultyProvider.Behaviour) async throws {
        var fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.settings.refresh = 0.1
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        let good = await inbox.first { $0.keys != nil }
        fixture.provider.set("/keys", fault)
        while service.statuses().first?.state != .stale, !Task.isCancelled {
            let update = await inbox.next()
            #expect(update.generation == good.generation)
        }
        #expect(service.statuses().first?.keys.count == 1)
        #expect(service.statuses().first?.lastError != nil)

        fixture.provider.serve(TestKeys.set("c"))
        #expect(await inbox.first { $0.generation > good.generation }.keyIDs == ["c"])
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("Keys that are too old are withdrawn") func keysThatAreTooOldAreWithdrawn() async throws {
        var fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.settings.refresh = 0.1
        fixture.settings.staleFor = 0.5
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        fixture.provider.set("/keys", .answer(status: 500, body: []))
        let withdrawn = await inbox.next { $0.keys == nil }
        #expect(withdrawn.generation == 0)
        #expect(service.statuses().first?.state == .expired)
        #expect(service.statuses().first?.keys.isEmpty == true)
        #expect(fixture.log.all.contains { $0.contains("keys expired") })

        fixture.provider.serve(TestKeys.set("b"))
        #expect(await inbox.next { $0.keys != nil }.keyIDs == ["b"])
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("An unchanged set is the same set") func anUnchangedSetIsTheSameSet() async throws {
        var fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.settings.refresh = 0.1
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        let first = await inbox.first { $0.keys != nil }
        for _ in 0..<3 { #expect(await inbox.next().generation == first.generation) }
        fixture.provider.set("/keys", .tagged("\"1\"", body: TestKeys.set("b")))
        let second = await inbox.next { $0.generation != first.generation }
        for _ in 0..<3 { #expect(await inbox.next().generation == second.generation) }
        #expect(fixture.provider.requests.last?.headers["If-None-Match"] == ["\"1\""])
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("A key that leaves the set is gone") func aKeyThatLeavesTheSetIsGone() async throws {
        let stays = TestKeys.ed25519("stays")
        var fixture = try await ServiceFixture(serving: TestKeys.set([stays, TestKeys.ed25519("leaves")]))
        fixture.settings.refresh = 0.1
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        let first = await inbox.first { $0.keys != nil }
        #expect(first.keyIDs == ["stays", "leaves"])
        fixture.provider.serve(TestKeys.set([stays]))
        #expect(await inbox.next { $0.generation != first.generation }.keyIDs == ["stays"])
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("Nothing happens after shutdown") func nothingHappensAfterShutdown() async throws {
        var fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.settings.refresh = 0.1
        let service = fixture.service([fixture.issuer(), fixture.issuer("hanging", path: "/hang")])
        fixture.provider.set("/hang", .hang)
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        while fixture.provider.count("/hang") == 0, !Task.isCancelled { await Task.yield() }
        await service.shutdown()
        // What was on its way to the provider has been counted when its connections are gone.
        while fixture.provider.connections > 0, !Task.isCancelled { await Task.yield() }
        let (updates, requests) = (inbox.all.count, fixture.provider.requests.count)
        service.request(.keys(IssuerID(0)))
        service.start()
        await service.shutdown()
        try await Task.sleep(for: .milliseconds(200))
        #expect(inbox.all.count == updates)
        #expect(fixture.provider.requests.count == requests)
        try await fixture.provider.stop()
    }

    @Test("Key material is not logged") func keyMaterialIsNotLogged() async throws {
        let body = TestKeys.set([TestKeys.ed25519("a"), TestKeys.hmac("b")])
        var fixture = try await ServiceFixture(serving: body)
        fixture.settings.refresh = 0.1
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        fixture.provider.serve(Array(body.dropLast()))
        while service.statuses().first?.failures == 0, !Task.isCancelled { _ = await inbox.next() }
        await service.shutdown()
        #expect(fixture.log.all.contains { $0.contains("keys fetched") })
        #expect(fixture.log.all.contains { $0.contains("keys not refreshed") })
        let secrets = String(decoding: body, as: UTF8.self).split(separator: "\"").filter { $0.utf8.count > 40 }
        #expect(secrets.count == 2)
        for secret in secrets { #expect(!fixture.log.all.contains { $0.contains(secret) }) }
        try await fixture.provider.stop()
    }
}
