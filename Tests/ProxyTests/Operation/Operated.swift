import Demo
import Foundation
import Glibc
import TestSupport

/// `postern serve` with the key of a test's own in a file, and everything that a signal may do to it.
final class Operated {
    let folder: TemporaryFolder
    let key = Ed25519SigningKey(keyID: "operated")
    let port: Int
    let adminPort: Int
    private(set) var process: ChildProcess!

    /// - Parameters:
    ///   - more: lines of the configuration beside addresses and issuer.
    ///   - environment: as for ``ChildProcess``.
    ///   - sockets: listening sockets that are handed over.
    init(_ more: String = "", environment: [String] = [], sockets: [Int32] = [], port: Int? = nil) async throws {
        folder = try TemporaryFolder()
        self.port = try port ?? FreePort.take()
        adminPort = try FreePort.take()
        try publish()
        try configure(more)
        try await start(environment: environment, sockets: sockets)
    }

    func start(environment: [String] = [], sockets: [Int32] = []) async throws {
        process = try launch(environment: environment, sockets: sockets)
        try await process.ready { HTTPClient.canConnect(to: adminPort) }
    }

    /// Starts it, and does not wait.
    func launch(environment: [String] = [], sockets: [Int32] = []) throws -> ChildProcess {
        let serve = [Program.postern, "serve", "--config", "\(folder.path)/postern.yaml"]
        guard !sockets.isEmpty else {
            return try ChildProcess(serve[0], Array(serve.dropFirst()), in: folder, environment: environment)
        }
        // Only the process itself knows its id.
        return try ChildProcess(
            "/bin/sh",
            ["-c", "LISTEN_PID=$$; export LISTEN_PID; exec \"$@\"", "sh"] + serve,
            in: folder,
            environment: environment + ["LISTEN_FDS=\(sockets.count)"],
            sockets: sockets
        )
    }

    func publish() throws {
        try folder.write(#"{"keys":[\#(key.jwk)]}"#, to: "keys.json")
    }

    /// Writes the configuration, in one step.
    func configure(_ more: String, keys: String = "file:keys.json") throws {
        try configure(issuers: ["{ issuer: operated, audiences: any, jwks: \"\(keys)\" }"], more)
    }

    /// As above, with these issuers.
    func configure(issuers: [String], _ more: String) throws {
        let new = try folder.write(
            """
            listeners: [{ address: 127.0.0.1:\(port) }]
            admin: 127.0.0.1:\(adminPort)
            issuers: [\(issuers.joined(separator: ", "))]
            claim_headers: { X-Auth-Subject: sub }
            \(more)

            """,
            to: "new.yaml"
        )
        rename(new, "\(folder.path)/postern.yaml")
    }

    func signal(_ number: Int32) { kill(process.pid, number) }

    /// Reloads, and waits until the log says what came of it.
    func reload(_ words: String) async throws {
        let before = process.output.components(separatedBy: words).count
        signal(SIGHUP)
        try await process.ready { process.output.components(separatedBy: words).count > before }
    }

    func token() throws -> String {
        let expiry = Int(Date().timeIntervalSince1970) + 300
        return try key.token(["iss": "operated", "sub": "alice", "exp": .integer(expiry)])
    }

    /// The bytes of a question with a good token.
    func question(_ path: String = "/hello") throws -> String {
        "GET / HTTP/1.1\r\nHost: h\r\nX-Original-URI: \(path)\r\nAuthorization: Bearer \(try token())\r\n\r\n"
    }

    func status(_ path: String = "/hello") throws -> Int {
        try HTTPClient.exchange(try question(path), port: port).status
    }
}
