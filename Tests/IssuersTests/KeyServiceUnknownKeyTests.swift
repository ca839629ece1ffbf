import Authorization
import Bytes
import JOSE
import Testing

@testable import Issuers

/// Tokens with unknown keys, from many threads at once.
@Suite("The key service: unknown keys", .timeLimit(.minutes(1)), .serialized)
struct KeyServiceUnknownKeyTests {
    @Test("A rotated key is available after one fetch") func aRotatedKeyIsThereAfterOneFetch() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("old"))
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        let before = await inbox.first { $0.keys != nil }
        #expect(before.unknownKeysRefusedUntil < WallClock.now())
        fixture.provider.serve(TestKeys.set("old", "new"))
        service.request(.keys(IssuerID(0)))
        let after = await inbox.first { $0.generation > before.generation }
        #expect(after.keyIDs == ["old", "new"])
        #expect(25...35 ~= after.unknownKeysRefusedUntil - WallClock.now())
        #expect(fixture.provider.count() == 2)
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test(
        "A flood causes one fetch per cooldown",
        arguments: [
            .answer(body: TestKeys.set("a")), .answer(status: 500, body: []), .hang, .close,
        ] as [FaultyProvider.Behaviour]
    )
    func aFloodMakesOneFetchACooldown(behaviour: FaultyProvider.Behaviour) async throws {
        var fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        fixture.settings.timeout = 2
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        let before = fixture.provider.count()
        fixture.provider.set("/keys", behaviour)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<500 {
                        for _ in 0..<50 { service.request(.keys(IssuerID(0))) }
                        await Task.yield()
                    }
                }
            }
        }
        let outcome = await inbox.first { $0.unknownKeysRefusedUntil > WallClock.now() }
        #expect(outcome.keys != nil)
        for _ in 0..<1000 { service.request(.keys(IssuerID(0))) }
        _ = await inbox.next()
        #expect(fixture.provider.count() == before + 1)
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("Keys rotate under a flood") func keysRotateUnderAFlood() async throws {
        var fixture = try await ServiceFixture(serving: TestKeys.set("0"))
        fixture.settings.cooldown = 0.05
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        let flood = Task {
            while !Task.isCancelled {
                service.request(.keys(IssuerID(0)))
                await Task.yield()
            }
        }
        for round in 1...5 {
            // The old key is withdrawn with the new one's coming.
            fixture.provider.serve(TestKeys.set("\(round)"))
            #expect(await inbox.next { $0.keyIDs != ["\(round - 1)"] }.keyIDs == ["\(round)"])
        }
        flood.cancel()
        await flood.value
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("Whoever asks during the cooldown is answered at once")
    func whoeverAsksDuringTheCooldownIsAnsweredAtOnce() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        let service = fixture.service([fixture.issuer()])
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        service.request(.keys(IssuerID(0)))
        _ = await inbox.first { $0.unknownKeysRefusedUntil > WallClock.now() }
        // The provider need not even be there.
        try await fixture.provider.stop()
        service.request(.keys(IssuerID(0)))
        #expect(await inbox.next().keys != nil)
        await service.shutdown()
    }

    @Test("The cooldown is per issuer") func theCooldownIsPerIssuer() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        let service = fixture.service([fixture.issuer("one"), fixture.issuer("two")])
        let inbox = Inbox(of: service)
        service.start()
        for issuer in 0..<2 { _ = await inbox.first { $0.issuer == issuer && $0.keys != nil } }
        for issuer in 0..<2 {
            service.request(.keys(IssuerID(issuer)))
            _ = await inbox.first { $0.issuer == issuer && $0.unknownKeysRefusedUntil > WallClock.now() }
        }
        #expect(fixture.provider.count() == 4)
        await service.shutdown()
        try await fixture.provider.stop()
    }

    @Test("An unknown issuer is ignored") func anIssuerThatIsNoneIsIgnored() async throws {
        let fixture = try await ServiceFixture(serving: TestKeys.set("a"))
        let service = fixture.service([fixture.issuer()])
        service.request(.keys(IssuerID(0)))
        service.start()
        service.request(.keys(IssuerID(-1)))
        service.request(.keys(IssuerID(7)))
        await service.shutdown()
        try await fixture.provider.stop()
    }

    /// More issuers hang than fetches may run at once: a fetch for a working one must not wait in their queue.
    @Test("Hanging issuers do not delay a fetch for a token")
    func hangingIssuersDoNotHoldUpATokensFetch() async throws {
        var fixture = try await ServiceFixture(serving: TestKeys.set("old"))
        fixture.settings.timeout = 60
        let healthy = fixture.issuer("healthy")
        let first = fixture.service([healthy])
        let firstInbox = Inbox(of: first)
        first.start()
        _ = await firstInbox.first { $0.keys != nil }

        fixture.provider.set("/hang", .hang)
        let hanging = (0..<KeyService.parallelFetches + 10).map { fixture.issuer("hanging \($0)", path: "/hang") }
        let service = fixture.service(hanging + [healthy], inheriting: first)
        await first.shutdown()
        let inbox = Inbox(of: service)
        service.start()
        while fixture.provider.count("/hang") < KeyService.parallelFetches, !Task.isCancelled { await Task.yield() }
        fixture.provider.serve(TestKeys.set("new"))
        service.request(.keys(IssuerID(hanging.count)))
        _ = await inbox.first { $0.keyIDs == ["new"] }
        #expect(fixture.provider.count("/hang") == KeyService.parallelFetches)
        await service.shutdown()
        try await fixture.provider.stop()
    }
}
