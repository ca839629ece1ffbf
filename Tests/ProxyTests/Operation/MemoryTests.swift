import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// The memory that `postern serve` takes.
    @Suite("Memory of the service")
    struct MemoryTests {
        @Test("The code that only starting takes is not kept")
        func releasesCode() async throws {
            let operated = try await Operated()
            // It answers a moment before.
            try await operated.process.ready {
                let status = try String(contentsOfFile: "/proc/\(operated.process.pid)/status", encoding: .utf8)
                return try Self.kibibytes("VmHWM", status) - Self.kibibytes("VmRSS", status) > 8192
            }
            #expect(try operated.status() == 200)
            operated.signal(SIGHUP)
            try await operated.process.ready { operated.process.output.contains("\"reloaded\"") }
            #expect(try operated.status() == 200)
        }

        private static func kibibytes(_ name: String, _ status: String) throws -> Int {
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(name):") })
            return try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
        }
    }
}
