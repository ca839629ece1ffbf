import Foundation

/// The service under test, configured by its example file.
struct PosternService {
    let process: ChildProcess
    /// The listener for nginx.
    let nginxPort: Int
    /// The listener for Envoy.
    let envoyPort: Int

    private let adminPort: Int

    /// Starts `postern serve` for the issuer, and returns when it listens.
    init(issuer: String, in folder: TemporaryFolder) async throws {
        (nginxPort, envoyPort, adminPort) = try (FreePort.take(), FreePort.take(), FreePort.take())
        var file = try ExampleFile("postern.yaml")
        try file.replace("127.0.0.1:9090", with: "127.0.0.1:\(nginxPort)")
        try file.replace("127.0.0.1:9093", with: "127.0.0.1:\(envoyPort)")
        try file.replace("127.0.0.1:9091", with: "127.0.0.1:\(adminPort)")
        try file.replace("https://my-api.example/__zuplo/issuer", with: issuer)
        let configuration = try folder.write(file.text, to: "postern.yaml")
        let ports = [nginxPort, envoyPort, adminPort]
        process = try ChildProcess(Program.postern, ["serve", "--config", configuration], in: folder)
        try await process.ready { ports.allSatisfy(HTTPClient.canConnect(to:)) }
    }

    /// Whether every issuer has keys.
    var isReady: Bool {
        get throws { try HTTPClient.request("GET", "/readyz", port: adminPort).status == 200 }
    }

    /// How many files and sockets it holds open.
    var descriptors: Int {
        get throws { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.pid)/fd").count }
    }
}
