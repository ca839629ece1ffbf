import Foundation
import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// Standard streams that are closed, full, or not read.
    @Suite("Output streams of the service")
    struct StreamTests {
        /// Starts it anew, with its streams as a shell leaves them.
        private func start(_ operated: Operated, _ streams: String) async throws -> ChildProcess {
            await operated.process.stop()
            let serve = [Program.postern, "serve", "--config", "\(operated.folder.path)/postern.yaml"]
            let arguments = ["-c", "exec \"$@\" \(streams)", "sh"] + serve
            let process = try ChildProcess("/bin/sh", arguments, in: operated.folder)
            try await process.ready { HTTPClient.canConnect(to: operated.adminPort) }
            return process
        }

        @Test("Closed ones are /dev/null, and no socket gets their numbers")
        func closed() async throws {
            let operated = try await Operated()
            let process = try await start(operated, "<&- >&- 2>&-")
            for number in 0...2 {
                let link = "/proc/\(process.pid)/fd/\(number)"
                #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/dev/null")
            }
            await process.stop()
        }

        @Test("Lines that a full disk does not take are counted")
        func full() async throws {
            let operated = try await Operated()
            let process = try await start(operated, "2>/dev/full")
            func lost() throws -> Int {
                let page = try HTTPClient.request("GET", "/metrics", port: operated.adminPort).body
                let name = #"postern_log_lines_dropped_total{cause="slow_output"} "#
                let line = page.split(separator: "\n").first { $0.hasPrefix(name) }
                return try #require(line.flatMap { Int($0.dropFirst(name.count)) })
            }
            try await process.ready { try lost() > 0 }
            let before = try lost()
            #expect(try HTTPClient.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n", port: operated.port).status == 401)
            try await process.ready { try lost() == before + 1 }
            await process.stop()
        }

        @Test("A log that nobody reads does not delay the end beyond its time")
        func unread() async throws {
            let operated = try await Operated("limits: { drain_timeout: 2s }\nlog: { decisions: all }")
            let pipe = "\(operated.folder.path)/log"
            #expect(mkfifo(pipe, 0o600) == 0)
            let reader = open(pipe, O_RDWR)
            defer { close(reader) }
            let process = try await start(operated, "2>'\(pipe)'")
            let question = try operated.question()
            // More than the pipe holds.
            for _ in 0..<1000 { #expect(try HTTPClient.exchange(question, port: operated.port).status == 200) }
            let begun = ContinuousClock.now
            kill(process.pid, SIGTERM)
            #expect(try await process.exit(within: .seconds(20)) == 0)
            #expect(ContinuousClock.now - begun < .milliseconds(2500))
        }
    }
}
