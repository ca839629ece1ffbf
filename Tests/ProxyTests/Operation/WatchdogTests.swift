import Foundation
import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// What a service manager hears beside starts and ends.
    @Suite("The watchdog")
    struct WatchdogTests {
        @Test("Signs of life come within the manager's time")
        func alive() async throws {
            let manager = try NotifySocket()
            let operated = try await Operated(environment: [
                "NOTIFY_SOCKET=\(manager.path)", "WATCHDOG_USEC=900000",
            ])
            #expect(manager.nextEvent().hasPrefix("READY=1\n"))
            let start = ContinuousClock.now
            for _ in 0..<4 { #expect(manager.next() == "WATCHDOG=1") }
            // Four within 0.9 to 1.2 s; a busy machine is slower.
            #expect(ContinuousClock.now - start > .milliseconds(500))
            #expect(ContinuousClock.now - start < .seconds(10))
            operated.signal(SIGTERM)
            #expect(manager.nextEvent().hasPrefix("STOPPING=1\n"))
            #expect(try await operated.process.exit(within: .seconds(8)) == 0)
        }

        @Test("A watchdog that is another process's is not answered")
        func othersWatchdog() async throws {
            let manager = try NotifySocket()
            let operated = try await Operated(environment: [
                "NOTIFY_SOCKET=\(manager.path)", "WATCHDOG_USEC=1000", "WATCHDOG_PID=1",
            ])
            #expect(manager.next().hasPrefix("READY=1\n"))
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(manager.next().hasPrefix("RELOADING=1\n"))
            #expect(manager.next().hasPrefix("READY=1\n"))
            await operated.process.stop()
        }

        @Test("A refused reload shows in the status, in metrics and in /status.json until one is taken")
        func refusedReload() async throws {
            let manager = try NotifySocket()
            let operated = try await Operated(environment: ["NOTIFY_SOCKET=\(manager.path)"])
            #expect(manager.next().contains("\nSTATUS=serving; configuration of 20"))
            let first = try operated.reloads()
            #expect(first.isSuccessful && first.error == nil)

            try operated.configure("rulez: []")
            try await operated.reload("unknown key 'rulez'")
            _ = manager.next()
            let status = manager.next()
            #expect(status.contains("; reload refused at 20"))
            let told = "postern.yaml:5:1: error: unknown key 'rulez'; did you mean 'rules'?"
            #expect(status.hasSuffix(told), "\(status)")
            let refused = try operated.reloads()
            #expect(!refused.isSuccessful)
            #expect(refused.error?.contains("unknown key 'rulez'") == true)
            #expect(refused.time == first.time)

            try operated.configure("")
            try await operated.reload("\"message\":\"reloaded\"")
            _ = manager.next()
            #expect(!manager.next().contains("refused"))
            let good = try operated.reloads()
            #expect(good.isSuccessful && good.error == nil)
            #expect(good.time > first.time)
            await operated.process.stop()
        }
    }
}

extension Operated {
    /// How the last reload went, by metrics and status page alike.
    fileprivate func reloads() throws -> (isSuccessful: Bool, time: Double, error: String?) {
        let page = try HTTPClient.request("GET", "/metrics", port: adminPort).body
        func value(_ name: String) throws -> Double {
            let line = page.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
            return try #require(line.flatMap { Double($0.dropFirst(name.count + 1)) })
        }
        let body = try HTTPClient.request("GET", "/status.json", port: adminPort).body
        let status = try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
        let isSuccessful = try value("postern_config_last_reload_successful") == 1
        let time = try value("postern_config_last_reload_success_timestamp_seconds")
        #expect(status["config_last_reload_successful"] as? Bool == isSuccessful)
        let shown = try #require(status["config_last_reload_success_timestamp_seconds"] as? Double)
        #expect(abs(shown - time) < 0.001)
        return (isSuccessful, time, status["config_last_reload_error"] as? String)
    }
}
