import Foundation

/// Programs that the tests run.
enum Program {
    static let nginx = find("nginx")
    static let envoy = find("envoy")
    static let caddy = find("caddy")
    /// The one of `scripts/test`, which is newer than Debian's.
    static let currentCaddy = executable("\(tools)/caddy")
    static let haproxy = find("haproxy")
    static let wrk = find("wrk")
    static let openssl = find("openssl")
    static let curl = find("curl")
    static let promtool = find("promtool")
    static let chromium = find("chromium")

    /// The repository's folder.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The command under test: `POSTERN_BINARY`, or the one that was built beside the tests.
    static let postern: String =
        ProcessInfo.processInfo.environment["POSTERN_BINARY"]
        ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        + "/postern"

    /// Where `scripts/test` installs what Debian does not have.
    private static let tools = "\(repository)/.build-tools/bin"

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
