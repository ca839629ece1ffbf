import Foundation

/// Programs that the tests run.
package enum Program {
    package static let nginx = find("nginx")
    package static let envoy = find("envoy")
    package static let caddy = find("caddy")
    /// The one of `scripts/test`, which is newer than Debian's.
    package static let currentCaddy = executable("\(tools)/caddy")
    package static let haproxy = find("haproxy")
    package static let wrk = find("wrk")
    package static let openssl = find("openssl")
    package static let curl = find("curl")
    package static let promtool = find("promtool")
    package static let chromium = find("chromium")

    /// The command under test: `POSTERN_BINARY`, or the one that was built beside the tests.
    package static let postern: String =
        ProcessInfo.processInfo.environment["POSTERN_BINARY"]
        ?? URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path + "/postern"

    /// The tests' environment without what is meant for them, which the command would not know.
    package static var environment: [String: String] {
        ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("POSTERN_") }
    }

    /// Where `scripts/test` installs what Debian does not have.
    private static let tools = Repository.url(".build-tools/bin").path

    /// Looks in `PATH`, where a system's servers are, and in ``tools``.
    private static func find(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", tools]
        return folders.lazy.compactMap { executable("\($0)/\(name)") }.first
    }

    private static func executable(_ path: String) -> String? {
        FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }
}
