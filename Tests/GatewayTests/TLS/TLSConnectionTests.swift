import Logging
import NIOSSL
import TestSupport
import Testing

@testable import Gateway

@Suite("Connections by TLS", .timeLimit(.minutes(1)))
struct TLSConnectionTests {
    private static let request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let last = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"

    private let folder: TemporaryFolder
    private let files: TLSFiles

    init() throws {
        folder = try TemporaryFolder()
        files = TLSFiles(
            certificate: try folder.write(TestPEM.server, to: "server.pem"),
            key: try folder.write(TestPEM.serverKey, to: "server.key")
        )
    }

    private func run(
        _ limits: GatewayLimits = GatewayLimits(),
        clientCACertificates: Bool = false,
        log: CapturedLog = CapturedLog(level: .info),
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        var files = files
        if clientCACertificates { files.clientCACertificates = try folder.write(TestPEM.authority, to: "ca.pem") }
        let authorization = try Fixtures.authorization(rules: [Fixtures.anonymous])
        let settings = DecisionSettings(authorization: authorization, limits: limits)
        try await TestServer.run(settings, tls: files, logger: log.logger, body)
    }

    @Test("Answers are as without TLS, pipelined ones in order, and the end is announced")
    func answers() async throws {
        try await run { server in
            let client = try await TLSClient(port: server.port)
            try await client.send(Self.request + Self.request)
            #expect(try await client.receive(answers: 2) == Answers.empty + Answers.empty)
            try await client.send(Self.request + "GET /\r\n\r\n" + Self.request)
            #expect(try await client.receiveAll() == String(repeating: Answers.empty, count: 3) + Answers.malformed)
        }
    }

    @Test("A client that has ended its side still gets its answers")
    func halfClosed() async throws {
        try await run { server in
            let client = try await TLSClient(port: server.port)
            try await client.send(Self.request + Self.request)
            try await client.endOutput()
            #expect(Answers.statuses(try await client.receiveAll()) == [200, 200])
        }
    }

    @Test("A body that nobody reads does not destroy the answer")
    func lingers() async throws {
        try await run { server in
            let client = try await TLSClient(port: server.port)
            let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n"
            try? await client.send(head + String(repeating: "x", count: 1 << 20))
            #expect(Answers.statuses(try await client.receiveAll()) == [200])
        }
    }

    @Test("A connection above the limit is answered 503 after its handshake, and frees its slot")
    func refusesBeyondLimit() async throws {
        try await run(GatewayLimits(connections: 1)) { server in
            let first = try await TLSClient(port: server.port)
            try await first.send(Self.request)
            _ = try await first.receive(answers: 1)
            let second = try await TLSClient(port: server.port)
            #expect(try await second.receiveAll() == Answers.full)
            await first.close()
            var statuses: [Int] = []
            while statuses != [200] {
                let third = try await TLSClient(port: server.port)
                try? await third.send(Self.last)
                statuses = Answers.statuses(try await third.receiveAll())
            }
        }
    }

    @Test("A client that sends close_notify frees its slot at once, not after the timeout")
    func makesRoom() async throws {
        try await run(GatewayLimits(connections: 1)) { server in
            var refusals = 0
            for _ in 0..<4 {
                var statuses: [Int] = []
                while statuses != [200] {
                    let client = try await TLSClient(port: server.port)
                    try? await client.send(Self.last)
                    statuses = Answers.statuses(try await client.receiveAll())
                    if statuses != [200] { refusals += 1 }
                }
            }
            // A connection that is over may be counted a little longer; two seconds are time for hundreds.
            #expect(refusals < 40)
        }
    }

    @Test("A handshake has the timeout of a head, and a refused one no longer")
    func endsSlowHandshakes() async throws {
        // Long enough for the last client's handshake on a busy machine.
        let limits = GatewayLimits(connections: 2, headerTimeout: 2, idleTimeout: 3600)
        try await run(limits) { server in
            var sockets: [TestSocket] = []
            for start in ["", "\u{16}\u{3}\u{1}", ""] {
                let socket = try await TestSocket(port: server.port)
                try await socket.send(start)
                sockets.append(socket)
            }
            for socket in sockets {
                #expect(try await socket.receiveAll() == "")
                socket.close()
            }
            let client = try await TLSClient(port: server.port)
            try? await client.send("GET / HTTP/1.1\r\n")
            #expect(try await client.receiveAll() == Answers.timeout)
        }
    }

    @Test("A client that does not use TLS is closed, with a log line")
    func plainRequest() async throws {
        let log = CapturedLog(level: .info)
        try await run(log: log) { server in
            let socket = try await TestSocket(port: server.port)
            try await socket.send(Self.request)
            let answer = (try? await socket.receiveAll()) ?? ""
            #expect(!answer.contains("HTTP"))
            socket.close()
        }
        #expect(log.lines.map(\.message) == ["TLS handshake failed"])
        #expect(log.lines.first?.members["error"] == "http request")
    }

    @Test("TLS 1.1 is refused")
    func refusesOldVersions() async throws {
        try await run { server in
            await #expect(throws: (any Error).self) {
                _ = try await TLSClient(port: server.port) {
                    $0.minimumTLSVersion = .tlsv1
                    $0.maximumTLSVersion = .tlsv11
                }
            }
            let client = try await TLSClient(port: server.port) { $0.maximumTLSVersion = .tlsv12 }
            try await client.send(Self.last)
            #expect(Answers.statuses(try await client.receiveAll()) == [200])
        }
    }

    @Test("With `client_ca`, a certificate of that CA is required")
    func wantsClientCertificates() async throws {
        let log = CapturedLog(level: .info)
        try await run(clientCACertificates: true, log: log) { server in
            let known = try await TLSClient(port: server.port, certificate: TestPEM.client, key: TestPEM.clientKey)
            try await known.send(Self.last)
            #expect(Answers.statuses(try await known.receiveAll()) == [200])

            // In TLS 1.3 a client is done before the server has looked at its certificate.
            let nobody = try await TLSClient(port: server.port)
            try? await nobody.send(Self.last)
            #expect(try await nobody.receiveAll() == "")
        }
        #expect(log.lines.map { $0.members["error"] } == ["peer did not return a certificate"])
    }

    @Test("New files apply to new connections; invalid ones change nothing")
    func reloads() async throws {
        let new = TLSFiles(
            certificate: try folder.write(TestPEM.newServer, to: "new.pem"),
            key: try folder.write(TestPEM.newServerKey, to: "new.key")
        )
        var wrong = new
        wrong.key = files.key
        try await run { [wrong] server in
            let old = try await TLSClient(port: server.port)
            let name = try await old.serverName
            try await old.send(Self.request)
            _ = try await old.receive(answers: 1)

            #expect(throws: TLSFileError.self) { try server.server.replaceTLS([wrong]) }
            let same = try await TLSClient(port: server.port)
            #expect(try await same.serverName == name)

            try server.server.replaceTLS([new])
            let fresh = try await TLSClient(port: server.port)
            #expect(try await fresh.serverName != name)
            for client in [old, same, fresh] {
                try await client.send(Self.last)
                #expect(Answers.statuses(try await client.receiveAll()).last == 200)
            }
        }
    }
}
