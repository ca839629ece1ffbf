import Foundation
import TestSupport

/// The service under test, configured by its example file or by a file of the test's own in its place.
struct PosternService {
    private(set) var process: ChildProcess
    /// The configuration file.
    let configuration: String
    /// The listener for nginx.
    let nginxPort: Int
    /// The listener for Envoy.
    let envoyPort: Int
    /// The listener for Caddy, Traefik and HAProxy.
    let forwardedPort: Int
    let adminPort: Int

    private let folder: TemporaryFolder

    /// Starts `postern serve` for the issuer, and returns when it listens.
    init(issuer: String, in folder: TemporaryFolder) async throws {
        try await self.init(try ExampleFile("postern.yaml"), issuer: issuer, in: folder)
    }

    /// Starts it with a file that has the example's addresses and issuer, which are replaced.
    init(_ file: ExampleFile, issuer: String, in folder: TemporaryFolder) async throws {
        self.folder = folder
        (nginxPort, envoyPort) = try (FreePort.take(), FreePort.take())
        (forwardedPort, adminPort) = try (FreePort.take(), FreePort.take())
        var file = file
        try file.replace("127.0.0.1:9090", with: "127.0.0.1:\(nginxPort)")
        try file.replace("127.0.0.1:9093", with: "127.0.0.1:\(envoyPort)")
        try file.replace("127.0.0.1:9094", with: "127.0.0.1:\(forwardedPort)")
        try file.replace("127.0.0.1:9091", with: "127.0.0.1:\(adminPort)")
        try file.replace("https://my-api.example/__zuplo/issuer", with: issuer)
        configuration = try folder.write(file.text, to: "postern-\(nginxPort).yaml")
        process = try ChildProcess(Program.postern, ["serve", "--config", configuration], in: folder)
        try await listens()
    }

    /// Starts the service again, on the same ports, after it has ended.
    mutating func restart() async throws {
        process = try ChildProcess(Program.postern, ["serve", "--config", configuration], in: folder)
        try await listens()
        try await process.ready { try isReady }
    }

    private func listens() async throws {
        let ports = [nginxPort, envoyPort, forwardedPort, adminPort]
        try await process.ready { ports.allSatisfy(HTTPClient.canConnect(to:)) }
    }

    /// Whether every issuer has keys.
    var isReady: Bool {
        get throws { try HTTPClient.request("GET", "/readyz", port: adminPort).status == 200 }
    }

    /// How many connections the decision listeners have accepted.
    var acceptedConnections: Int {
        get throws {
            let page = try HTTPClient.request("GET", "/metrics", port: adminPort).body
            let name = "postern_connections_accepted_total "
            let line = page.split(separator: "\n").first { $0.hasPrefix(name) }
            guard let number = line.flatMap({ Int($0.dropFirst(name.count)) }) else { throw HarnessError("no \(name)") }
            return number
        }
    }

    /// How many files and sockets it holds open.
    var descriptors: Int {
        get throws { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.pid)/fd").count }
    }
}
