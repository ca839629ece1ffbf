import Authorization
import Bytes
import Foundation
import JOSE
import Logging
import TestSupport
import Testing

@testable import Issuers

/// The figures in `docs/keys.md`, in real time: set `POSTERN_MEASURE` to measure them again.
///
/// They print results, and check only what is true on any machine.
@Suite(
    "Measurements of the key service",
    .enabled(if: ProcessInfo.processInfo.environment["POSTERN_MEASURE"] != nil),
    .serialized
)
struct MeasurementTests {
    private func service(_ url: String, issuers: Int = 1, _ settings: KeySettings) -> KeyService {
        KeyService(
            issuers: (0..<issuers).map {
                IssuerKeys(issuer: "https://issuer.example/\($0)", source: .url(url))
            },
            settings: settings,
            logger: Logger(label: "measurement") { _ in SwiftLogNoOpLogHandler() },
            inheriting: nil
        )
    }

    private func report(_ what: String, _ seconds: [Double]) {
        let sorted = seconds.sorted()
        print("MEASURED \(what): median \(sorted[sorted.count / 2]) s, worst \(sorted.last ?? 0) s of \(sorted.count)")
    }

    @Test("Unknown keys for ten seconds") func unknownKeysForTenSeconds() async throws {
        let provider = try await FaultyProvider.start()
        provider.serve(TestKeys.set("a"))
        let service = service(provider.url(), KeySettings())
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        provider.set("/keys", .answer(status: 500, body: []))
        var calls = 0
        let end = SteadyClock.now() + 10
        while SteadyClock.now() < end {
            for _ in 0..<100 { service.request(.keys(IssuerID(0))) }
            calls += 100
            await Task.yield()
        }
        print("MEASURED unknown keys: \(calls) requests, \(provider.count() - 1) fetches")
        #expect(provider.count() == 2)
        await service.shutdown()
        try await provider.stop()
    }

    @Test("An outage of a minute") func anOutageOfAMinute() async throws {
        let provider = try await FaultyProvider.start()
        provider.serve(TestKeys.set("a"))
        let service = service(provider.url(), KeySettings(refresh: 10))
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        provider.set("/keys", .close)
        let (updates, fetches) = (inbox.all.count, provider.count())
        try await Task.sleep(for: .seconds(60))
        let heard = inbox.all.dropFirst(updates)
        print(
            "MEASURED outage: \(provider.count() - fetches) failed fetches,",
            "\(heard.count { $0.keys == nil }) of \(heard.count) updates without keys,",
            "state \(service.statuses()[0].state)"
        )
        #expect(heard.allSatisfy { $0.keys != nil })
        let back = SteadyClock.now()
        provider.serve(TestKeys.set("b"))
        _ = await inbox.next { $0.keyIDs == ["b"] }
        report("recovery after it", [SteadyClock.now() - back])
        await service.shutdown()
        try await provider.stop()
    }

    @Test("A rotated key") func aRotatedKey() async throws {
        let provider = try await FaultyProvider.start()
        provider.serve(TestKeys.set("0"))
        let service = service(provider.url(), KeySettings(cooldown: 0))
        let inbox = Inbox(of: service)
        service.start()
        _ = await inbox.first { $0.keys != nil }
        var times: [Double] = []
        for round in 1...50 {
            provider.serve(TestKeys.set("\(round)"))
            let asked = SteadyClock.now()
            service.request(.keys(IssuerID(0)))
            _ = await inbox.next { $0.keyIDs == ["\(round)"] }
            times.append(SteadyClock.now() - asked)
        }
        report("rotated key, from the first token to its key", times)
        await service.shutdown()
        try await provider.stop()
    }

    @Test("A provider's return") func aProvidersReturn() async throws {
        var times: [Double] = []
        for _ in 0..<10 {
            let reserved = try BoundSocket()
            let service = service("http://127.0.0.1:\(reserved.port)/keys", KeySettings())
            let inbox = Inbox(of: service)
            service.start()
            try await Task.sleep(for: .seconds(Double.random(in: 0.2..<2.5)))
            reserved.close()
            let back = try await FaultyProvider.start(port: reserved.port)
            back.serve(TestKeys.set("a"))
            let start = SteadyClock.now()
            _ = await inbox.first { $0.keys != nil }
            times.append(SteadyClock.now() - start)
            await service.shutdown()
            try await back.stop()
        }
        report("boot without the provider, from its return to the keys", times)
        #expect(times.allSatisfy { $0 < 2 })
    }

    @Test("A changed file") func aChangedFile() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(TestKeys.set("0"), to: "keys.json")
        let service = KeyService(
            issuers: [IssuerKeys(issuer: "a", source: .file(path: path))],
            settings: KeySettings(),
            logger: Logger(label: "measurement") { _ in SwiftLogNoOpLogHandler() },
            inheriting: nil
        )
        try service.loadFiles()
        service.start()
        let inbox = Inbox(of: service)
        var times: [Double] = []
        for round in 1...10 {
            try folder.write(TestKeys.set("\(round)"), to: "keys.json")
            let start = SteadyClock.now()
            _ = await inbox.first { $0.keyIDs == ["\(round)"] }
            times.append(SteadyClock.now() - start)
            try await Task.sleep(for: .seconds(Double.random(in: 0..<1)))
        }
        report("changed file, from the write to the keys", times)
        #expect(times.allSatisfy { $0 < 2 })
        await service.shutdown()
    }

    @Test("A thousand issuers") func aThousandIssuers() async throws {
        let provider = try await FaultyProvider.start()
        provider.serve(TestKeys.set("a", "b"))
        let service = service(provider.url(), issuers: 1000, KeySettings())
        let inbox = Inbox(of: service)
        let start = SteadyClock.now()
        service.start()
        let returned = SteadyClock.now()
        for issuer in 0..<1000 { _ = await inbox.first { $0.issuer == issuer && $0.keys != nil } }
        report("a thousand issuers, start() returns", [returned - start])
        report("a thousand issuers, all have keys", [SteadyClock.now() - start])
        await service.shutdown()
        try await provider.stop()
    }
}
