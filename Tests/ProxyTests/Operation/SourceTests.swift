import Glibc
import TestSupport
import Testing

extension ProxySuite {
    /// `postern serve` with a configuration that is no file.
    @Suite("Sources of the configuration")
    struct SourceTests {
        @Test("SIGHUP: what came from a variable is not read again, and the log says so")
        func reloadOfAVariable() async throws {
            try await reload("env:YAML", words: "the environment variable YAML") { program, arguments, yaml, folder in
                try ChildProcess(program, arguments, in: folder, environment: ["YAML=\(yaml)"])
            }
        }

        @Test("SIGHUP: what came from standard input is not read again, and the log says so")
        func reloadOfStandardInput() async throws {
            try await reload("-", words: "standard input") { program, arguments, yaml, folder in
                try folder.write(yaml, to: "input.yaml")
                let script = "exec \"$@\" <\(folder.path)/input.yaml"
                return try ChildProcess("/bin/sh", ["-c", script, "sh", program] + arguments, in: folder)
            }
        }

        private func reload(
            _ source: String,
            words: String,
            start: (String, [String], String, TemporaryFolder) throws -> ChildProcess
        ) async throws {
            let folder = try TemporaryFolder()
            let (port, admin) = try (FreePort.take(), FreePort.take())
            let yaml = """
                listeners: [{ address: 127.0.0.1:\(port) }]
                admin: 127.0.0.1:\(admin)
                issuers: [{ issuer: http://127.0.0.1:9, audiences: any }]
                """
            let process = try start(Program.postern, ["serve", "--config", source], yaml, folder)
            try await process.ready { HTTPClient.canConnect(to: admin) }
            kill(process.pid, SIGHUP)
            try await process.ready {
                process.output.contains(
                    "reload ignored: the configuration was read from \(words), which is read only once; restart instead"
                )
            }
            #expect(try HTTPClient.request(port: port).status == 401)
            await process.stop()
        }
    }
}
