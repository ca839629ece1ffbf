import Foundation
import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// Signals while an issuer swallows every packet: nothing outside the process may delay what they ask for.
    @Suite("Event loops that hang")
    struct StuckTests {
        private let hole: BlackHole

        init() throws {
            hole = try BlackHole()
        }

        private var keys: String { "http://127.0.0.1:\(hole.port)/keys" }

        /// A service that is connecting to the hole.
        private func stuck(_ more: String = "") async throws -> Operated {
            let operated = try await Operated(more)
            try operated.configure(more, keys: keys)
            try await operated.reload("\"message\":\"reloaded\"")
            try await isConnecting()
            return operated
        }

        private func isConnecting() async throws {
            // One attempt is the hole's own.
            try await eventually("it connects") { try hole.attempts > 1 }
        }

        @Test("SIGTERM ends it at once, with exit 0")
        func ends() async throws {
            let operated = try await stuck()
            let start = ContinuousClock.now
            operated.signal(SIGTERM)
            #expect(try await operated.process.exit(within: .seconds(20)) == 0)
            #expect(ContinuousClock.now - start < .seconds(3))
        }

        @Test("SIGHUP that removes the issuer is over at once, and the next is obeyed")
        func reloads() async throws {
            let operated = try await stuck()
            try operated.configure("")
            let start = ContinuousClock.now
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(try operated.status() == 200)
            try operated.configure("rules: [{ access: denied }]")
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(try operated.status() == 403)
            await operated.process.stop()
        }

        @Test("SIGHUP during a reload that waits for keys is obeyed at once")
        func reloadsDuringReload() async throws {
            let operated = try await Operated()
            try operated.configure("", keys: keys)
            operated.signal(SIGHUP)
            try await isConnecting()
            try operated.configure("rules: [{ access: denied }]")
            let start = ContinuousClock.now
            operated.signal(SIGHUP)
            try await operated.process.ready { try operated.status() == 403 }
            // The first would wait for two seconds.
            #expect(ContinuousClock.now - start < .milliseconds(1700))
            await operated.process.stop()
        }

        @Test("SIGTERM during a reload ends it, and a second one at once")
        func endsDuringReload() async throws {
            let limits = "limits: { drain_timeout: 50s, header_timeout: 60s }"
            let operated = try await Operated(limits)
            try operated.configure(limits, keys: keys)
            let begun = try Wire(to: operated.port)
            try begun.send("GET / HTTP/1.1\r\n")
            operated.signal(SIGHUP)
            try await isConnecting()
            operated.signal(SIGTERM)
            try await operated.process.ready { operated.process.output.contains("\"draining\"") }
            operated.signal(SIGTERM)
            #expect(try await operated.process.exit(within: .seconds(3)) == 143)
        }

        @Test("SIGTERM while it starts ends it at once")
        func endsDuringStart() async throws {
            let operated = try await Operated()
            await operated.process.stop()
            // With a socket that was passed to it, a start waits for the first keys.
            let socket = try BoundSocket(port: FreePort.take())
            defer { socket.close() }
            try socket.listen()
            try operated.configure("", keys: keys)
            let file = "\(operated.folder.path)/postern.yaml"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try operated.folder.write(text.replacing(":\(operated.port)", with: ":\(socket.port)"), to: "postern.yaml")
            let process = try operated.launch(sockets: [socket.descriptor])
            try await isConnecting()
            kill(process.pid, SIGTERM)
            #expect(try await process.exit(within: .seconds(3)) == 0)
        }
    }
}
