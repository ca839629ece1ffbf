import Demo
import Foundation
import Synchronization
import TestSupport
import Testing

/// The figures in `docs/keys.md`, taken through the real command; `scripts/measure-keys` runs them.
///
/// They print and do not judge, beyond what holds on any machine.
extension ProxySuite {
    @Suite("Measurements of keys", .enabled(if: ProcessInfo.processInfo.environment["POSTERN_MEASURE"] != nil))
    struct KeyMeasurementTests {
        private func report(_ line: String) {
            print("MEASURED \(line)")
        }

        private func seconds(_ times: [Double]) -> String {
            let sorted = times.sorted()
            let text = { (time: Double) in String(format: "%.3f s", time) }
            return "median \(text(sorted[sorted.count / 2])), worst \(text(sorted.last ?? 0)), \(sorted.count) times"
        }

        /// How long something takes to be so.
        private func time(_ body: () async throws -> Void) async rethrows -> Double {
            let start = ContinuousClock.now
            try await body()
            let taken = (ContinuousClock.now - start).components
            return Double(taken.seconds) + Double(taken.attoseconds) * 1e-18
        }

        // MARK: Unknown keys

        @Test("Ten seconds of random key IDs") func tenSecondsOfRandomKeyIDs() async throws {
            try await KeyStand.use { stand in
                let good = try stand.issuer.token(stand.key)
                let random = RandomKeyIDs(like: good)
                let before = stand.issuer.fetches
                let flood = Flood(clients: 2, port: stand.postern.nginxPort, depth: 64) {
                    KeyStand.question(random.token($0))
                }
                let honest = Flood(clients: 1, port: stand.postern.nginxPort) { _ in KeyStand.question(good) }
                try await Task.sleep(for: .seconds(10))
                let (refused, allowed) = try await (flood.stop(), honest.stop())
                let fetches = stand.issuer.fetches - before
                report("random kids for 10 s: answers \(refused), fetches \(fetches); good tokens meanwhile \(allowed)")
                #expect(fetches <= 1)
                #expect(Set(refused.keys) == [401])
                #expect(Set(allowed.keys) == [200])
            }
        }

        // MARK: Outage

        @Test("An outage of a minute") func anOutageOfAMinute() async throws {
            try await KeyStand.use(keys: "refresh: 10s, timeout: 2s") { stand in
                let tokens = try (0..<200).map { try stand.issuer.token(stand.key, ["sub": .string("user-\($0)")]) }
                let flood = Flood(clients: 2, port: stand.postern.nginxPort, depth: 4) {
                    KeyStand.question(tokens[$0 % tokens.count])
                }
                let states = Mutex<[String]>([])
                let watch = Task {
                    while !Task.isCancelled {
                        let state = try stand.state()
                        states.withLock { if $0.last != state { $0.append(state) } }
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
                stand.issuer.fail(.status(503))
                try await Task.sleep(for: .seconds(20))
                stand.issuer.fail(.page("<html>Sign in</html>"))
                try await Task.sleep(for: .seconds(20))
                stand.issuer.fail(nil)
                try await stand.issuer.stop()
                try await Task.sleep(for: .seconds(20))
                try await stand.issuer.start()
                let recovery = try await time {
                    try await eventually("fresh", within: .seconds(90)) { try stand.state() == "fresh" }
                }
                let answers = try await flood.stop()
                watch.cancel()
                _ = await watch.result
                let seen = states.withLock { $0 }
                report("an outage of 60 s: answers to good tokens \(answers), fresh \(seconds([recovery])) after it")
                report("states: \(seen.joined(separator: " → "))")
                #expect(Set(answers.keys) == [200])
                #expect(seen.contains("stale"))
            }
        }

        // MARK: Rotation

        @Test("Rotated keys") func rotatedKeys() async throws {
            try await KeyStand.use(keys: "cooldown: 1s") { stand in
                let tokens = try (0..<50).map { try stand.issuer.token(stand.key, ["sub": .string("user-\($0)")]) }
                let flood = Flood(clients: 2, port: stand.postern.nginxPort, depth: 4) {
                    KeyStand.question(tokens[$0 % tokens.count])
                }
                var times: [Double] = []
                for round in 1...20 {
                    let new = Ed25519SigningKey(keyID: "round-\(round)")
                    stand.issuer.publish([stand.key, new])
                    let token = try stand.issuer.token(new)
                    times.append(
                        try await time {
                            try await eventually("accepted") { try stand.ask(token).status == 200 }
                        }
                    )
                    try await Task.sleep(for: .milliseconds(1050))
                }
                report("a rotated key, from its first token to 200, under load: \(seconds(times))")
                #expect(times.allSatisfy { $0 < 2 })
                let answers = try await flood.stop()
                report("tokens of the key that stayed, meanwhile: \(answers)")
                #expect(Set(answers.keys) == [200])
            }
        }

        @Test("A withdrawn key") func aWithdrawnKey() async throws {
            try await KeyStand.use(keys: "refresh: 10s") { stand in
                let stays = Ed25519SigningKey(keyID: "stays")
                stand.issuer.publish([stand.key, stays])
                let (old, good) = try (stand.issuer.token(stand.key), stand.issuer.token(stays))
                #expect(try stand.ask(good).status == 200)
                let flood = Flood(clients: 2, port: stand.postern.nginxPort, depth: 4) { _ in KeyStand.question(good) }
                stand.issuer.publish([stays])
                let fetches = stand.issuer.fetches
                let withdrawal = try await time {
                    try await eventually("401") { try stand.ask(old).status == 401 }
                }
                report("a withdrawn key, refresh 10 s, no other news: refused after \(seconds([withdrawal]))")
                #expect(stand.issuer.fetches > fetches)
                let answers = try await flood.stop()
                report("tokens of the key that stayed, meanwhile: \(answers)")
                #expect(Set(answers.keys) == [200])
            }
        }

        // MARK: Start

        @Test("Starts without the provider") func startsWithoutTheProvider() async throws {
            var ready: [Double] = []
            var listening: [Double] = []
            for _ in 0..<5 {
                let began = ContinuousClock.now
                try await KeyStand.use(isUp: false) { stand in
                    let up = (ContinuousClock.now - began).components
                    listening.append(Double(up.seconds) + Double(up.attoseconds) * 1e-18)
                    let token = try stand.issuer.token(stand.key)
                    let answer = try stand.ask(token)
                    #expect(answer.status == 503)
                    #expect(answer.values(of: "Retry-After").count == 1)
                    try await Task.sleep(for: .seconds(Double.random(in: 0.5..<2.5)))
                    #expect(try !stand.postern.isReady)
                    try await stand.issuer.start()
                    ready.append(
                        try await time {
                            try await eventually("ready") {
                                try stand.postern.isReady && stand.ask(token).status == 200
                            }
                        }
                    )
                }
            }
            report("a start without the provider, until all ports listen: \(seconds(listening))")
            report("from the provider's return to ready and 200: \(seconds(ready))")
            #expect(ready.allSatisfy { $0 < 2 })
        }

        // MARK: Many issuers

        @Test("Many issuers", arguments: [1, 10, 100, 1000])
        func manyIssuers(count: Int) async throws {
            let began = ContinuousClock.now
            try await KeyStand.use(tenants: (0..<count).map { "t\($0)" }) { stand in
                let start = (ContinuousClock.now - began).components
                let last = "t\(count - 1)"
                let good = try stand.issuer.token(stand.key, tenant: last)
                let memory = try stand.residentMiB()
                #expect(try stand.ask(good).status == 200)
                // Nothing is remembered of these and nothing verified, so what it takes to find the issuer shows.
                let random = RandomKeyIDs(like: good)
                #expect(try stand.ask(random.token(-1)).status == 401)
                let processor = try stand.processorSeconds()
                let flood = Flood(clients: 2, port: stand.postern.nginxPort, depth: 64, limit: 50_000) {
                    KeyStand.question(random.token($0))
                }
                let answers = try await flood.finish().values.reduce(0, +)
                let each = try (stand.processorSeconds() - processor) / Double(answers) * 1e6
                let seconds = Double(start.seconds) + Double(start.attoseconds) * 1e-18
                report(
                    "\(count) issuers: ready after \(String(format: "%.2f", seconds)) s, "
                        + "RSS \(String(format: "%.1f", memory)) MiB, "
                        + "CPU \(String(format: "%.1f", each)) µs a decision"
                )
                if count == 1000 { #expect(seconds < 2) }
            }
        }
    }
}
