import TestSupport

/// A proxy that asks for decisions, configured by what `postern snippet` prints.
enum Front: String, CaseIterable, Sendable {
    case nginx, envoy, caddy, currentCaddy, haproxy

    /// Those that are here.
    static let installed = allCases.filter { $0.program != nil }

    /// Nil when it is not here.
    var program: String? {
        switch self {
        case .nginx: Program.nginx
        case .envoy: Program.envoy
        case .caddy: Program.caddy
        case .currentCaddy: Program.currentCaddy
        case .haproxy: Program.haproxy
        }
    }

    /// Its name for `postern snippet`.
    var proxy: String { isCaddy ? "caddy" : rawValue }

    var isCaddy: Bool { self == .caddy || self == .currentCaddy }

    /// The `proxy` of the listener that it asks.
    var dialect: String {
        switch self {
        case .nginx, .envoy: rawValue
        case .caddy, .currentCaddy, .haproxy: "forwarded"
        }
    }

    /// Starts the proxy on `port`, and returns when it accepts connections.
    ///
    /// - Parameters:
    ///   - configuration: Postern's configuration file.
    ///   - application: the application's address, or its port on this machine.
    ///   - options: what else the command is told.
    ///   - edit: changes the printed file as an operator would.
    func start(
        port: Int,
        configuration: String,
        application: String,
        in folder: TemporaryFolder,
        options: [String] = [],
        edit: (inout ExampleFile) throws -> Void = { _ in }
    ) async throws -> ChildProcess {
        var file = try await snippet(
            ["--front", "127.0.0.1:\(port)", "--application", application] + options,
            configuration,
            folder
        )
        try edit(&file)
        let child = try await start(file, in: folder)
        try await child.ready { HTTPClient.canConnect(to: port) }
        return child
    }

    /// The file that the command prints.
    func snippet(_ options: [String], _ configuration: String, _ folder: TemporaryFolder) async throws -> ExampleFile {
        let arguments = ["snippet", proxy, "--config", configuration] + options
        let print = try ChildProcess(Program.postern, arguments, in: folder)
        guard try await print.exit() == 0 else { throw HarnessError("\(arguments): \(print.output)") }
        return ExampleFile(text: print.output, name: "snippet \(proxy)")
    }

    private func start(_ file: ExampleFile, in folder: TemporaryFolder) async throws -> ChildProcess {
        guard let program else { throw HarnessError("\(self) is not installed") }
        let (configuration, environment) = try await install(file, in: folder)
        return try ChildProcess(program, arguments(configuration, folder), in: folder, environment: environment)
    }

    /// Writes the file where the proxy reads it, changed as little as tests beside each other need.
    func install(
        _ file: ExampleFile,
        in folder: TemporaryFolder
    ) async throws -> (path: String, environment: [String]) {
        var file = file
        switch self {
        case .nginx:
            // One worker, so that connections can be counted.
            try file.replace("worker_processes auto;", with: "worker_processes 1;")
            try file.replace("/tmp/postern-nginx", with: "\(folder.path)/nginx")
            return (try folder.write(file.text, to: "nginx.conf"), [])
        case .envoy:
            return (try folder.write(file.text, to: "envoy.yaml"), [])
        case .caddy, .currentCaddy:
            // The place for its own orders is one and the same for all Caddys of a machine.
            try file.replace("auto_https off", with: "auto_https off\nadmin off")
            let homes = ["XDG_CONFIG_HOME=\(folder.path)", "XDG_DATA_HOME=\(folder.path)"]
            return (try folder.write(file.text, to: "Caddyfile"), homes)
        case .haproxy:
            let script = try ChildProcess(Program.postern, ["snippet", "haproxy", "--lua"], in: folder)
            try await script.exit()
            try folder.write(script.output, to: "postern.lua")
            return (try folder.write(file.text, to: "haproxy.cfg"), [])
        }
    }

    private func arguments(_ configuration: String, _ folder: TemporaryFolder) -> [String] {
        switch self {
        case .nginx: ["-p", folder.path, "-c", configuration, "-e", "stderr", "-g", "daemon off;"]
        // Hot restart claims memory that all Envoys of a machine share.
        case .envoy: ["-c", configuration, "--disable-hot-restart", "--concurrency", "1", "-l", "warn"]
        case .caddy, .currentCaddy: ["run", "--adapter", "caddyfile", "--config", configuration]
        case .haproxy: ["-f", configuration]
        }
    }
}
