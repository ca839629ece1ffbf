/// A proxy that asks for decisions, configured by its example file.
enum Front: Sendable {
    case nginx
    case envoy

    /// Starts the proxy on `port`, and returns when it accepts connections.
    func start(port: Int, decision: Int, application: Int, in folder: TemporaryFolder) async throws -> ChildProcess {
        let child =
            switch self {
            case .nginx: try startNginx(port, decision, application, folder)
            case .envoy: try startEnvoy(port, decision, application, folder)
            }
        try await child.ready { HTTPClient.canConnect(to: port) }
        return child
    }

    private func startNginx(
        _ port: Int,
        _ decision: Int,
        _ application: Int,
        _ folder: TemporaryFolder
    ) throws -> ChildProcess {
        guard let program = Program.nginx else { throw HarnessError("nginx is not installed") }
        var file = try ExampleFile("nginx.conf")
        // One worker, so that connections can be counted.
        try file.replace("worker_processes auto;", with: "worker_processes 1;")
        try file.replace("/tmp/postern-nginx", with: "\(folder.path)/nginx")
        try file.replace("127.0.0.1:8080", with: "127.0.0.1:\(port)")
        try file.replace("127.0.0.1:9090", with: "127.0.0.1:\(decision)")
        try file.replace("127.0.0.1:8081", with: "127.0.0.1:\(application)")
        let configuration = try folder.write(file.text, to: "nginx.conf")
        let arguments = ["-p", folder.path, "-c", configuration, "-e", "stderr", "-g", "daemon off;"]
        return try ChildProcess(program, arguments, in: folder)
    }

    private func startEnvoy(
        _ port: Int,
        _ decision: Int,
        _ application: Int,
        _ folder: TemporaryFolder
    ) throws -> ChildProcess {
        guard let program = Program.envoy else { throw HarnessError("Envoy is not installed") }
        var file = try ExampleFile("envoy.yaml")
        try file.replace("port_value: 8082", with: "port_value: \(port)")
        try file.replace("port_value: 9093", with: "port_value: \(decision)")
        try file.replace("uri: http://127.0.0.1:9093", with: "uri: http://127.0.0.1:\(decision)")
        try file.replace("port_value: 8081", with: "port_value: \(application)")
        let configuration = try folder.write(file.text, to: "envoy.yaml")
        // Hot restart claims memory that all Envoys of a machine share.
        let arguments = ["-c", configuration, "--disable-hot-restart", "--concurrency", "1", "-l", "warn"]
        return try ChildProcess(program, arguments, in: folder)
    }
}
