import Demo
import Foundation
import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// What signals do to `postern serve`.
    @Suite("Signals")
    struct SignalTests {
        @Test("Signals count from the first moment, also while the configuration is still being read")
        func beforeTheConfigurationIsRead() async throws {
            let folder = try TemporaryFolder()
            // A pipe that is open for writing too has no end.
            let script = "mkfifo input; exec 3<>input; exec \(Program.postern) serve --config - <&3"
            let process = try ChildProcess("/bin/sh", ["-c", "cd \(folder.path); \(script)"], in: folder)
            try await process.ready {
                let status = try String(contentsOfFile: "/proc/\(process.pid)/status", encoding: .utf8)
                let caught = status.split(separator: "\n").first { $0.hasPrefix("SigCgt") }?.split(separator: "\t").last
                let signals = caught.flatMap { UInt64($0, radix: 16) } ?? 0
                return [SIGHUP, SIGTERM].allSatisfy { signals >> UInt64($0 - 1) & 1 == 1 }
            }
            kill(process.pid, SIGHUP)
            kill(process.pid, SIGTERM)
            #expect(try await process.exit(within: .seconds(20)) == 0, "\(process.output)")
        }

        @Test("SIGTERM: not ready, the next answer is the last on its connection, exit 0")
        func drains() async throws {
            let operated = try await Operated()
            let wire = try Wire(to: operated.port)
            try wire.send(operated.question())
            #expect(try !wire.receive(until: "\r\n\r\n").contains("Connection: close"))
            operated.signal(SIGTERM)
            try await operated.process.ready {
                try HTTPClient.request("GET", "/readyz", port: operated.adminPort).status == 503
            }
            try wire.send(operated.question())
            let answer = try wire.receive(until: "\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.contains("Connection: close"))
            #expect(try await operated.process.exit(within: .seconds(5)) == 0, "\(operated.process.output)")
        }

        @Test("A request that has begun may end within limits.drain_timeout, and no later")
        func waitsForBegun() async throws {
            let operated = try await Operated("limits: { drain_timeout: 2s, header_timeout: 60s }")
            let (slow, stuck) = (try Wire(to: operated.port), try Wire(to: operated.port))
            try slow.send("GET / HTTP/1.1\r\n")
            try stuck.send("GET / HTTP/1.1\r\n")
            let begin = ContinuousClock.now
            operated.signal(SIGTERM)
            try await Task.sleep(for: .milliseconds(1300))
            try slow.send("Host: h\r\n\r\n")
            #expect(try slow.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 401 "))
            #expect(try await operated.process.exit(within: .seconds(8)) == 0)
            #expect(ContinuousClock.now - begin > .milliseconds(1500))
        }

        @Test("A second signal ends it at once", arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(Int32, Int32)])
        func secondSignal(_ number: Int32, _ status: Int32) async throws {
            let operated = try await Operated("limits: { drain_timeout: 50s, header_timeout: 60s }")
            let stuck = try Wire(to: operated.port)
            try stuck.send("GET / HTTP/1.1\r\n")
            operated.signal(number)
            try await operated.process.ready { operated.process.output.contains("draining") }
            try await Task.sleep(for: .milliseconds(100))
            operated.signal(number)
            #expect(try await operated.process.exit(within: .seconds(5)) == status)
        }

        @Test("A crash ends it at once and leaves the port free, whatever tools are installed")
        func crashes() async throws {
            let operated = try await Operated()
            operated.signal(SIGSEGV)
            #expect(try await operated.process.exit(within: .seconds(5)) == 128 + SIGSEGV)
            try await operated.start()
            #expect(try operated.status() == 200)
            await operated.process.stop()
        }

        @Test("SIGHUP: rules, levels and dialects change; what needs a restart is named")
        func reloads() async throws {
            let operated = try await Operated()
            #expect(try operated.status("/closed") == 200)
            try operated.configure("rules: [{ match: { paths: [/closed] }, access: denied }]")
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(try operated.status("/closed") == 403)
            #expect(!operated.process.output.contains("restart"))
            try operated.configure("threads: 7")
            try await operated.reload("\"restart_needed_for\":[\"threads\"]")
            #expect(try operated.status("/closed") == 200)
            await operated.process.stop()
        }

        @Test("SIGHUP: a key set that has moved is there before the new configuration decides")
        func reloadsMovedKeys() async throws {
            let operated = try await Operated()
            let keySet = #"{"keys":[\#(operated.key.jwk)]}"#
            let provider = try await LoopbackServer.start(port: 0) { _ in
                // A provider needs a moment.
                Thread.sleep(forTimeInterval: 0.2)
                return .json(keySet)
            }
            try operated.configure("", keys: "http://127.0.0.1:\(provider.port)/keys")
            operated.signal(SIGHUP)
            while !operated.process.output.contains("\"message\":\"reloaded\"") {
                #expect(try operated.status() == 200)
            }
            #expect(try operated.status() == 200)
            await operated.process.stop()
            try await provider.stop()
        }

        @Test("SIGHUP: the log's level and format change for every loop, and what is not wanted any more stays away")
        func reloadsLog() async throws {
            func lines(_ path: String, _ log: String) -> String {
                "threads: 2\nrules: [{ match: { paths: [\(path)] }, access: denied }]\nlog: { \(log) }"
            }
            let operated = try await Operated(lines("/a", "level: error"))
            func refusals() -> Int { operated.process.output.components(separatedBy: "info request denied").count - 1 }
            for _ in 0..<8 { #expect(try operated.status("/a") == 403) }
            #expect(operated.process.output.isEmpty)

            try operated.configure(lines("/b", "format: text"))
            try await operated.reload(" info reloaded\n")
            for _ in 0..<8 { #expect(try operated.status("/b") == 403) }
            try await operated.process.ready { refusals() == 8 }

            try operated.configure(lines("/c", "level: error"))
            operated.signal(SIGHUP)
            try await operated.process.ready { try operated.status("/c") == 403 }
            for _ in 0..<8 { #expect(try operated.status("/c") == 403) }
            try operated.configure(lines("/d", "format: text"))
            try await operated.reload(" info reloaded\n")
            #expect(refusals() == 8)
            await operated.process.stop()
        }

        @Test("SIGHUP with a wrong file: what runs stays, and the log has line and column")
        func refusesWrongFile() async throws {
            let operated = try await Operated("rules: [{ match: { paths: [/closed] }, access: denied }]")
            try operated.configure("rulez: []")
            try await operated.reload("postern.yaml:5:1: error: unknown key 'rulez'; did you mean 'rules'?")
            #expect(try operated.status("/closed") == 403)
            #expect(try operated.status("/open") == 200)
            await operated.process.stop()
        }

        @Test("Forty reloads under load: no failed request, and memory stays")
        func reloadsUnderLoad() async throws {
            let operated = try await Operated()
            let question = try operated.question()
            let port = operated.port
            let answers = Task {
                let wire = try Wire(to: port)
                var count = 0
                while !Task.isCancelled {
                    try wire.send(question)
                    guard try wire.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 ") else {
                        throw HarnessError("not allowed after \(count) requests")
                    }
                    count += 1
                    await Task.yield()
                }
                return count
            }
            var settled = 0
            for number in 0..<40 {
                try operated.configure("cache: { tokens: \(1000 + number % 2) }")
                try await operated.reload("\"message\":\"reloaded\"")
                if number == 20 { settled = try operated.residentKiB }
            }
            answers.cancel()
            #expect(try await answers.value > 40)
            // The code that a reload takes is let go of a moment after its line.
            try await operated.process.ready { try operated.residentKiB < settled + 4096 }
            await operated.process.stop()
        }
    }
}

extension Operated {
    fileprivate var residentKiB: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(process.pid)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            return line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
        }
    }
}
