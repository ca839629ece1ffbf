import Dispatch
import Synchronization
import Testing

@testable import Issuers

/// Names whose servers are silent, without a server: the resolver is the test's.
@Suite("Name lookups", .timeLimit(.minutes(1)))
struct NameLookupTests {
    /// A resolver that hangs for the names that begin with `silent`, until it is released.
    private final class Servers: Sendable {
        private let gate = DispatchSemaphore(value: 0)
        private let calls = Mutex<[String]>([])
        var asked: [String] { calls.withLock { $0 } }

        func resolve(_ host: String) -> NameLookup.Outcome {
            let isFirst = calls.withLock { calls in
                calls.append(host)
                return calls.count { $0 == host } == 1
            }
            if host.hasPrefix("silent") || host.hasPrefix("lame") && isFirst { gate.wait() }
            return host.hasPrefix("none") ? .failed("no such name") : NameLookupTests.found
        }

        func release(_ count: Int = 100) {
            for _ in 0..<count { gate.signal() }
        }
    }

    private static let found = NameLookup.Outcome.found("192.0.2.1")

    private let servers = Servers()

    private func lookup(maxThreads: Int = 64) -> NameLookup {
        NameLookup(maxThreads: maxThreads) { [servers] in servers.resolve($0) }
    }

    @Test("Names are found or not") func namesAreFoundOrNot() async {
        let lookup = lookup()
        #expect(await lookup.find("a.example") == Self.found)
        #expect(await lookup.find("none.example") == .failed("no such name"))
    }

    @Test("A silent name delays no other") func aSilentNameDelaysNoOther() async {
        let lookup = lookup()
        let silent = Task { await lookup.find("silent.example") }
        while servers.asked.isEmpty { await Task.yield() }
        #expect(await lookup.find("a.example") == Self.found)
        servers.release()
        #expect(await silent.value == Self.found)
    }

    @Test("A caller that gives up does not wait") func whoGivesUpDoesNotWait() async {
        let lookup = lookup()
        let silent = Task { await lookup.find("silent.example") }
        while servers.asked.isEmpty { await Task.yield() }
        silent.cancel()
        #expect(await silent.value == .cancelled)
        #expect(await Task { await lookup.find("a.example") }.value == Self.found)
        servers.release()
    }

    @Test("A cancelled task does not start") func aCancelledTaskDoesNotBegin() async {
        let lookup = lookup()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await lookup.find("silent.example")
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test("Concurrent callers share a lookup") func thoseWhoAskTogetherShareALookup() async {
        let lookup = lookup()
        let tasks = (0..<20).map { _ in Task { await lookup.find("silent.example") } }
        while servers.asked.isEmpty { await Task.yield() }
        for _ in 0..<1000 { await Task.yield() }
        servers.release()
        for task in tasks { #expect(await task.value == Self.found) }
        #expect(servers.asked.count <= 3)
    }

    /// Servers that are back answer who asks now, and with that those who asked before.
    @Test("A second lookup helps the first") func aSecondLookupHelpsTheFirst() async throws {
        let lookup = lookup()
        let first = Task { await lookup.find("lame.example") }
        while servers.asked.isEmpty { await Task.yield() }
        var second = NameLookup.Outcome.cancelled
        while servers.asked.count < 2 {
            let task = Task { await lookup.find("lame.example") }
            try await Task.sleep(for: .milliseconds(100))
            if servers.asked.count < 2 { task.cancel() }
            second = await task.value
        }
        #expect(second == Self.found)
        #expect(await first.value == Self.found, "its own lookup still hangs")
        servers.release()
    }

    @Test("Threads are bounded") func threadsAreBounded() async {
        let lookup = lookup(maxThreads: 2)
        let silent = (0..<2).map { number in Task { await lookup.find("silent\(number).example") } }
        while servers.asked.count < 2 { await Task.yield() }
        let waiting = Task { await lookup.find("a.example") }
        let dropped = Task { await lookup.find("b.example") }
        for _ in 0..<1000 { await Task.yield() }
        dropped.cancel()
        #expect(await dropped.value == .cancelled)
        #expect(servers.asked.count == 2)
        servers.release()
        #expect(await waiting.value == Self.found)
        for task in silent { #expect(await task.value == Self.found) }
        #expect(!servers.asked.contains("b.example"), "its waiter was cancelled")
    }

    @Test("The system says what is wrong") func theSystemSaysWhatIsWrong() {
        let local = SystemResolver.resolve("localhost")
        #expect(local == .found("127.0.0.1") || local == .found("::1"))
        #expect(SystemResolver.resolve("127.0.0.1") == .found("127.0.0.1"))
        #expect(SystemResolver.resolve("::1") == .found("::1"))
        guard case .failed = SystemResolver.resolve("name.invalid") else {
            Issue.record("a name below .invalid has an address")
            return
        }
        #expect(SystemResolver.isAddress("127.0.0.1") && SystemResolver.isAddress("::1"))
        #expect(!SystemResolver.isAddress("localhost") && !SystemResolver.isAddress("1.example"))
    }
}
