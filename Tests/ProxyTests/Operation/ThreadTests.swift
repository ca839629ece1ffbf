import Foundation
import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// `threads: auto` as the whole command finds it, under real limits.
    @Suite("Threads of the service")
    struct ThreadTests {
        private static let taskset = ["/usr/bin/taskset", "/bin/taskset"].first(where: isExecutable)

        private static func isExecutable(_ path: String) -> Bool {
            FileManager.default.isExecutableFile(atPath: path)
        }

        /// The event loops of a service that `program` starts with these words in front of its own command line.
        private func loops(of program: String? = nil, _ words: [String] = []) async throws -> Int {
            let folder = try TemporaryFolder()
            let (port, admin) = try (FreePort.take(), FreePort.take())
            let serve = [
                "serve", "--issuer", "http://127.0.0.1:9", "--any-audience", "--listen", "127.0.0.1:\(port)", "--admin",
                "127.0.0.1:\(admin)",
            ]
            let process =
                if let program {
                    try ChildProcess(program, words + [Program.postern] + serve, in: folder)
                } else {
                    try ChildProcess(Program.postern, serve, in: folder)
                }
            try await process.ready { HTTPClient.canConnect(to: admin) }
            let page = try HTTPClient.request("GET", "/metrics", port: admin).body
            await process.stop()
            let name = "postern_event_loops "
            let line = page.split(separator: "\n").first { $0.hasPrefix(name) }
            return try #require(line.flatMap { Int($0.dropFirst(name.count)) })
        }

        @Test("Affinity counts", .enabled(if: taskset != nil, "taskset is not installed"))
        func affinityCounts() async throws {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let list = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") })
            let first = try #require(list.split { !$0.isNumber }.first)
            #expect(try await loops(of: Self.taskset, ["-c", String(first)]) == 1)
        }

        @Test(
            "A quota of a group above counts",
            .enabled(if: ControlGroup.canBeMade, "control groups cannot be made here")
        )
        func aQuotaOfAGroupAboveCounts() async throws {
            let group = try #require(ControlGroup())
            try group.setQuota(50_000, period: 100_000)
            // The shell moves itself, and then becomes the service.
            let script = "echo $$ >\(group.inner)/cgroup.procs && exec \"$@\""
            #expect(try await loops(of: "/bin/sh", ["-c", script, "sh"]) == 1)
            try group.setQuota(nil, period: 100_000)
            let unlimited = try await loops()
            #expect(try await loops(of: "/bin/sh", ["-c", script, "sh"]) == unlimited)
        }
    }

    /// A control group with another in it, made for a test and removed with the last reference.
    fileprivate final class ControlGroup {
        private static let versionOne = "/sys/fs/cgroup/cpu"
        private static let versionTwo = "/sys/fs/cgroup"

        let path: String
        var inner: String { "\(path)/inner" }
        private let isUnified: Bool

        static var canBeMade: Bool { ControlGroup() != nil }

        init?() {
            isUnified =
                !FileManager.default.fileExists(atPath: "\(Self.versionOne)/cpu.cfs_quota_us")
                && FileManager.default.fileExists(atPath: "\(Self.versionTwo)/cgroup.controllers")
            path = "\(isUnified ? Self.versionTwo : Self.versionOne)/postern-test-\(UUID().uuidString)"
            guard mkdir(path, 0o755) == 0 else { return nil }
            guard mkdir("\(path)/inner", 0o755) == 0, (try? setQuota(nil, period: 100_000)) != nil else {
                rmdir("\(path)/inner")
                rmdir(path)
                return nil
            }
        }

        deinit {
            rmdir(inner)
            rmdir(path)
        }

        func setQuota(_ quota: Int?, period: Int) throws {
            if isUnified {
                try write("\(quota.map(String.init) ?? "max") \(period)", to: "cpu.max")
            } else {
                try write("\(period)", to: "cpu.cfs_period_us")
                try write("\(quota ?? -1)", to: "cpu.cfs_quota_us")
            }
        }

        private func write(_ text: String, to name: String) throws {
            let descriptor = open("\(path)/\(name)", O_WRONLY)
            defer { close(descriptor) }
            guard descriptor >= 0, Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else {
                throw HarnessError("\(path)/\(name) cannot be written")
            }
        }
    }
}
