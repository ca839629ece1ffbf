import Foundation
import TestSupport
import Testing

extension ProxySuite {
    /// What `postern snippet` prints, as the proxies read it.
    @Suite("Loading printed files", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
    struct LoadingTests {
        /// A configuration that uses everything that shows in a proxy's file, with a socket for each family.
        private static let unusual = """
            listeners:
              - { address: "unix:/tmp/postern-nginx.sock", proxy: nginx }
              - { address: "unix:/tmp/postern-envoy.sock", proxy: envoy, path_prefix: '/a"b\\c$d{e}%f' }
              - { address: "unix:/tmp/postern-forwarded.sock", proxy: forwarded }
            admin: "[::1]:9091"
            issuers: [{ issuer: https://issuer.example, audiences: any }]
            tokens:
              - { cookie: "a$b" }
              - { header: Authorization }
              - { header: "1e5", scheme: "it's" }
              - { query: 'q"\\' }
            claim_headers: { On: a, "1": b, Authorization: c, X--A: d, "-": e }
            challenge: { realm: 'a "quoted" {realm} $x', resource_metadata: https://api.example/a?b=c }
            limits: { token: 60KiB, header_block: 1MiB, response_headers: 1MiB, idle_timeout: 1s }
            keys: { timeout: 1h }
            """

        private static let none = """
            listeners:
              - { address: "[::1]:9090", proxy: nginx }
              - { address: "localhost:9093", proxy: envoy }
              - { address: "[::]:9094", proxy: forwarded }
            admin: off
            issuers: [{ issuer: https://issuer.example, audiences: any }]
            """

        @Test("Every file loads", arguments: Front.installed, [unusual, none])
        func everyFileLoads(front: Front, text: String) async throws {
            let folder = try TemporaryFolder()
            let configuration = try folder.write(text, to: "postern.yaml")
            let application = text == Self.none ? "localhost:8081" : "unix:/tmp/application.sock"
            let file = try await front.snippet(
                ["--front", "[::1]:8080", "--application", application],
                configuration,
                folder
            )
            let check = try await front.check(file, in: folder)
            #expect(check.exitStatus == 0, "\(check.output)\n\(file.text)")
        }

        @Test(
            "nginx loads every upstream",
            .enabled(if: Program.nginx != nil),
            arguments: ["http", "fastcgi", "grpc", "uwsgi"],
            [unusual, none]
        )
        func nginxLoadsEveryUpstream(upstream: String, text: String) async throws {
            let folder = try TemporaryFolder()
            let configuration = try folder.write(text, to: "postern.yaml")
            let file = try await Front.nginx.snippet(
                ["--upstream", upstream, "--application", "unix:/tmp/application.sock"],
                configuration,
                folder
            )
            let check = try await Front.nginx.check(file, in: folder)
            #expect(check.exitStatus == 0, "\(check.output)\n\(file.text)")
            #expect(!check.output.contains("[warn]"), "\(check.output)")
        }

        /// Each file of `examples/` with the options that it is printed with.
        @Test(
            "The examples are what is printed",
            arguments: [
                ("nginx.conf", ["nginx", "--front", "127.0.0.1:8080"]),
                ("envoy.yaml", ["envoy", "--front", "127.0.0.1:8082"]),
                ("Caddyfile", ["caddy", "--front", "127.0.0.1:8083"]),
                ("haproxy.cfg", ["haproxy", "--front", "127.0.0.1:8084"]),
                ("traefik.yaml", ["traefik", "--front", "127.0.0.1:8085"]),
                ("postern.lua", ["haproxy", "--lua"]),
            ]
        )
        func theExamplesAreWhatIsPrinted(name: String, options: [String]) async throws {
            let folder = try TemporaryFolder()
            let configuration = Repository.url("examples/postern.yaml").path
            let arguments = ["snippet"] + options + ["--config", configuration]
            let print = try ChildProcess(Program.postern, arguments, in: folder)
            #expect(try await print.exit() == 0)
            let example = try ExampleFile(name).text
            #expect(print.output == example, "print examples/\(name) anew: postern \(arguments.joined(separator: " "))")
        }

        @Test("Only nginx has an upstream") func onlyNginxHasAnUpstream() async throws {
            let folder = try TemporaryFolder()
            let configuration = Repository.url("examples/postern.yaml").path
            for (proxy, upstream) in [("envoy", "grpc"), ("nginx", "scgi")] {
                let arguments = ["snippet", proxy, "--config", configuration, "--upstream", upstream]
                let print = try ChildProcess(Program.postern, arguments, in: folder)
                #expect(try await print.exit() != 0)
                #expect(print.output.contains(proxy == "envoy" ? "Only nginx" : "fastcgi"), "\(print.output)")
            }
        }

        @Test("A missing listener is named with its fix") func aMissingListenerIsNamedWithItsMend() async throws {
            let folder = try TemporaryFolder()
            let arguments = ["snippet", "caddy", "--issuer", "https://issuer.example", "--any-audience"]
            let print = try ChildProcess(Program.postern, arguments, in: folder)
            #expect(try await print.exit() == 1)
            #expect(print.output.contains("proxy: forwarded"), "\(print.output)")
        }
    }
}

extension Front {
    /// Has the proxy read the file without serving.
    fileprivate func check(_ file: ExampleFile, in folder: TemporaryFolder) async throws -> ChildProcess {
        guard let program else { throw HarnessError("\(self) is not installed") }
        let (path, environment) = try await install(file, in: folder)
        let arguments =
            switch self {
            case .nginx: ["-t", "-p", folder.path, "-c", path]
            case .envoy: ["--mode", "validate", "-c", path]
            case .caddy, .currentCaddy: ["validate", "--adapter", "caddyfile", "--config", path]
            case .haproxy: ["-c", "-f", path]
            }
        let check = try ChildProcess(program, arguments, in: folder, environment: environment)
        try await check.exit()
        return check
    }
}
