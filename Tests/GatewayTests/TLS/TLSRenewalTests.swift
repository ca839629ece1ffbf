import Foundation
import Glibc
import Logging
import NIOSSL
import Synchronization
import TestSupport
import Testing

@testable import Gateway

@Suite("TLS files that are renewed while they are in use", .timeLimit(.minutes(1)))
struct TLSRenewalTests {
    private static let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let last = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
    /// When the certificates of the tests expire.
    private static let end = 4_733_477_308.0

    private let folder: TemporaryFolder
    private let files: TLSFiles
    private let log = CapturedLog(level: .info)

    init() throws {
        folder = try TemporaryFolder()
        files = TLSFiles(
            certificate: try folder.write(TestPEM.server, to: "server.pem"),
            key: try folder.write(TestPEM.serverKey, to: "server.key")
        )
    }

    private func run(
        _ files: TLSFiles? = nil,
        clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let authorization = try Fixtures.authorization(rules: [Fixtures.anonymous])
        let settings = DecisionSettings(authorization: authorization, limits: GatewayLimits())
        try await TestServer.run(settings, tls: files ?? self.files, logger: log.logger, clock: clock, body)
    }

    /// The certificate that a new client is shown.
    private func name(_ server: TestServer) async throws -> String {
        let client = try await TLSClient(port: server.port)
        let name = try await client.serverName
        // An end that both sides announce takes no time.
        try await client.send(Self.last)
        #expect(Answers.statuses(try await client.receiveAll()) == [200])
        return name
    }

    /// Waits for another certificate than before, and returns how long that took.
    private func renewal(_ server: TestServer, from name: String) async throws -> Duration {
        let start = ContinuousClock.now
        while try await self.name(server) == name { try await Task.sleep(for: .milliseconds(20)) }
        return ContinuousClock.now - start
    }

    /// Writes over a file, as `cp` does.
    private func writeInPlace(_ text: String, to path: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    @Test("Renamed files are used within two seconds, and old connections go on")
    func rename() async throws {
        try await run { server in
            let name = try await name(server)
            let old = try await TLSClient(port: server.port)
            try await old.send(Self.request)
            _ = try await old.receive(answers: 1)
            try folder.write(TestPEM.newServer, to: "server.pem")
            try folder.write(TestPEM.newServerKey, to: "server.key")
            #expect(try await renewal(server, from: name) < .seconds(2))
            try await old.send(Self.last)
            #expect(Answers.statuses(try await old.receiveAll()) == [200, 200])
        }
        let lines = log.lines.filter { $0.message == "TLS certificate renewed" }
        #expect(lines.map { $0.members["file"] } == [files.certificate])
        #expect(lines.first?.members["expires"] == "2119-12-31T14:48:28.000Z")
        #expect(log.lines.allSatisfy { $0.level == .info })
    }

    @Test("So are files that are written in place, and the directory of a Kubernetes secret")
    func otherWays() async throws {
        for (name, certificate, key) in [
            ("..1", TestPEM.server, TestPEM.serverKey), ("..2", TestPEM.newServer, TestPEM.newServerKey),
        ] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false)
            try folder.write(certificate, to: "\(name)/tls.crt")
            try folder.write(key, to: "\(name)/tls.key")
        }
        #expect(symlink("..1", folder.path("..data")) == 0)
        #expect(symlink("..data/tls.crt", folder.path("tls.crt")) == 0)
        #expect(symlink("..data/tls.key", folder.path("tls.key")) == 0)
        try await run(TLSFiles(certificate: folder.path("tls.crt"), key: folder.path("tls.key"))) { server in
            let first = try await name(server)
            #expect(symlink("..2", folder.path("..data_tmp")) == 0)
            #expect(Glibc.rename(folder.path("..data_tmp"), folder.path("..data")) == 0)
            #expect(try await renewal(server, from: first) < .seconds(2))
            let second = try await name(server)
            try writeInPlace(TestPEM.server, to: folder.path("..2/tls.crt"))
            try writeInPlace(TestPEM.serverKey, to: folder.path("..2/tls.key"))
            #expect(try await renewal(server, from: second) < .seconds(2))
            #expect(try await name(server) == first)
        }
    }

    @Test("A key that is replaced a little later than its certificate is no error")
    func inTwoSteps() async throws {
        try await run { server in
            let name = try await name(server)
            try folder.write(TestPEM.newServer, to: "server.pem")
            // The watch sees the certificate alone.
            try await Task.sleep(for: .milliseconds(700))
            #expect(try await self.name(server) == name)
            try folder.write(TestPEM.newServerKey, to: "server.key")
            #expect(try await renewal(server, from: name) < .seconds(2))
        }
        #expect(log.lines.allSatisfy { $0.level == .info })
    }

    @Test("A mismatched pair is reported once; the old one is used until the files are valid")
    func mismatch() async throws {
        try await run { server in
            let name = try await name(server)
            try folder.write(TestPEM.newServer, to: "server.pem")
            while log.lines.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            try await Task.sleep(for: .milliseconds(1500))
            #expect(try await self.name(server) == name)
            #expect(log.lines.map(\.level) == [.error])
            let told = "TLS: \(files.key) is not the private key of the certificate in \(files.certificate)"
            #expect(log.lines.first?.members["error"] == told)
            // Nothing is too broken to be got over.
            unlink(files.certificate)
            while log.lines.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
            #expect(log.lines[1].members["error"]?.hasSuffix("cannot be read: No such file or directory") == true)
            try folder.write(TestPEM.newServerKey, to: "server.key")
            try folder.write(TestPEM.newServer, to: "server.pem")
            _ = try await renewal(server, from: name)
        }
    }

    @Test("New client CA certificates apply to known clients too, and end their sessions")
    func clientCACertificates() async throws {
        var files = files
        files.clientCACertificates = try folder.write(TestPEM.authority, to: "ca.pem")
        try folder.write(TestPEM.client, to: "client.pem")
        try folder.write(TestPEM.clientKey, to: "client.key")
        try folder.write(TestPEM.authority, to: "servers.pem")
        try await run(files) { server in
            #expect(try await resumes(server, keeping: "first"), "there are sessions")
            #expect(try await resumes(server, from: "first"), "the session is good while nothing changes")
            try folder.write(TestPEM.otherAuthority, to: "ca.pem")
            while try await isAdmitted(server) { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try await !resumes(server, from: "first"))
        }
    }

    private func isAdmitted(_ server: TestServer) async throws -> Bool {
        let client = try await TLSClient(port: server.port, certificate: TestPEM.client, key: TestPEM.clientKey)
        try? await client.send(Self.last)
        return Answers.statuses(try await client.receiveAll()) == [200]
    }

    /// Whether `openssl s_client` with the session of an earlier run, or a new one that it keeps, gets an answer.
    private func resumes(
        _ server: TestServer,
        keeping new: String? = nil,
        from old: String? = nil
    ) async throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        let session = new.map { ["-sess_out", folder.path($0)] } ?? old.map { ["-sess_in", folder.path($0)] } ?? []
        let client = ["-cert", folder.path("client.pem"), "-key", folder.path("client.key"), "-tls1_2", "-ign_eof"]
        let connection = ["s_client", "-connect", "127.0.0.1:\(server.port)", "-CAfile", folder.path("servers.pem")]
        process.arguments = connection + client + session
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        try? input.fileHandleForWriting.write(contentsOf: Data(Self.last.utf8))
        let text = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let data = try? output.fileHandleForReading.readToEnd()
                continuation.resume(returning: String(decoding: data ?? Data(), as: UTF8.self))
            }
        }
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        let isResumed = text.contains("Reused, TLSv1.2")
        #expect(isResumed == (old != nil) || !text.contains("HTTP/1.1 200"))
        return text.contains("HTTP/1.1 200")
    }

    @Test("Files that have not changed keep their sessions through a reload")
    func unchangedFiles() async throws {
        try await run { server in
            let before = try server.server.tls.context(of: 0)
            try server.server.replaceTLS([files])
            #expect(try server.server.tls.context(of: 0) === before)
            try folder.write(TestPEM.newServer, to: "server.pem")
            try folder.write(TestPEM.newServerKey, to: "server.key")
            try server.server.replaceTLS([files])
            #expect(try server.server.tls.context(of: 0) !== before)
        }
    }

    @Test("A certificate that should be renewed or has expired is logged, and still used")
    func expiry() async throws {
        let time = Mutex(Self.end - 15 * 86_400)
        try await run(clock: { time.withLock { $0 } }) { server in
            #expect(log.lines.isEmpty)
            #expect(server.server.certificateExpiries.map(\.file) == [files.certificate])
            #expect(server.server.certificateExpiries.map(\.time) == [Self.end])
            time.withLock { $0 = Self.end - 13 * 86_400 }
            while log.lines.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            time.withLock { $0 = Self.end + 1 }
            while log.lines.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
            _ = try await name(server)
            // A reload says it again.
            try server.server.replaceTLS([files])
            #expect(log.lines.count == 3)
        }
        let told = "TLS: \(files.certificate) has a certificate that"
        let moment = "at 2119-12-31T14:48:28.000Z; renew it"
        let (soon, over) = ("\(told) expires \(moment)", "\(told) expired \(moment)")
        #expect(log.lines.map(\.message) == [soon, over, over])
        #expect(log.lines.allSatisfy { $0.level == .warning })
    }
}
