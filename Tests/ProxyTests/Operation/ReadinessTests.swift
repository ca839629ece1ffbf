import Foundation
import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// Whether `/readyz` is 200 while issuers are away.
    @Suite("Readiness")
    struct ReadinessTests {
        /// An issuer that refuses connections, and one that swallows them.
        private let refusing: String
        private let swallowing: String
        private let hole: BlackHole

        init() throws {
            hole = try BlackHole()
            refusing = "{ issuer: refusing, audiences: any, jwks: 'http://127.0.0.1:\(try FreePort.take())/keys' }"
            swallowing = "{ issuer: swallowing, audiences: any, jwks: 'http://127.0.0.1:\(hole.port)/keys' }"
        }

        private static let local = "{ issuer: operated, audiences: any, jwks: 'file:keys.json' }"

        private func readyz(_ operated: Operated) throws -> (status: Int, body: String) {
            let answer = try HTTPClient.request("GET", "/readyz", port: operated.adminPort)
            return (answer.status, answer.body)
        }

        private func start(_ issuers: [String], _ more: String = "keys: { timeout: 1s }") async throws -> Operated {
            let operated = try await Operated()
            await operated.process.stop()
            try operated.configure(issuers: issuers, more)
            try await operated.start()
            return operated
        }

        @Test("Ready when each first fetch has ended and one issuer has keys")
        func optional() async throws {
            let operated = try await start([Self.local, refusing, swallowing])
            let first = try readyz(operated)
            if first.status != 200 {
                #expect(first.body.contains("first key fetch for swallowing has not finished\n"))
            }
            try await operated.process.ready { try readyz(operated).status == 200 }
            #expect(try operated.status() == 200)
            let page = try HTTPClient.request("GET", "/metrics", port: operated.adminPort).body
            #expect(page.contains("\npostern_ready 1\n"))
            #expect(page.contains(#"postern_key_set_state{issuer="swallowing",state="empty"} 1"#))
            await operated.process.stop()
        }

        @Test("Not ready while no issuer has keys")
        func noKeys() async throws {
            let operated = try await start([refusing])
            try await operated.process.ready {
                let (status, body) = try readyz(operated)
                return status == 503 && body.hasPrefix("no keys for refusing: ") && body.contains("cannot be reached")
            }
            await operated.process.stop()
        }

        @Test("Not ready without the keys of a required issuer, each of which is named")
        func required() async throws {
            let away = refusing.replacing(" }", with: ", readiness: required }")
            let operated = try await start([Self.local, away, swallowing])
            try await operated.process.ready {
                let (status, body) = try readyz(operated)
                return status == 503 && body.hasPrefix("no keys for required issuer refusing: ")
                    && !body.contains("first fetch")
            }
            #expect(try operated.status() == 200, "the others' tokens are decided all the same")
            await operated.process.stop()
        }

        @Test("A reload with a new issuer that is away changes nothing, unless it is required; draining does")
        func reload() async throws {
            let operated = try await start([Self.local])
            try await operated.process.ready { try readyz(operated).status == 200 }
            try operated.configure(issuers: [Self.local, swallowing], "keys: { timeout: 1s }")
            operated.signal(SIGHUP)
            while !operated.process.output.contains("\"message\":\"reloaded\"") {
                #expect(try readyz(operated).status == 200)
            }
            #expect(try readyz(operated).status == 200)
            // Not even when no issuer has keys any more.
            try operated.configure(issuers: [refusing], "keys: { timeout: 1s }")
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(try readyz(operated).status == 200)
            let required = refusing.replacing(" }", with: ", readiness: required }")
            try operated.configure(issuers: [Self.local, required], "keys: { timeout: 1s }")
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(try readyz(operated).status == 503)
            try operated.configure(issuers: [Self.local], "")
            try await operated.reload("\"message\":\"reloaded\"")
            #expect(try readyz(operated).status == 200)
            await operated.process.stop()
        }
    }
}
