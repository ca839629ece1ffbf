import Authorization
import Glibc
import JOSE
import Logging
import NIOCore
import Telemetry
import TestSupport
import Testing

@testable import Gateway

@Suite("The decision server on real sockets", .timeLimit(.minutes(1)))
struct DecisionServerTests {
    static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    static let bigBody = [UInt8](repeating: UInt8(ascii: "b"), count: 1_048_576)

    static func request(_ token: String) -> String {
        "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(token)\r\n\r\n"
    }

    @Test("Requests are answered on one connection, pipelined or not")
    func answers() async throws {
        let keys = try Fixtures.keys(Fixtures.keyOne)
        let settings = DecisionSettings(authorization: try Fixtures.authorization())
        try await TestServer.run(settings, feed: TestFeed(Fixtures.update(keys, generation: 1))) { server in
            let socket = try await TestSocket(port: server.port)
            defer { socket.close() }
            for _ in 0..<3 {
                try await socket.send(Self.request(Fixtures.tokenOne))
                #expect(try await socket.receive(answers: 1) == Answers.alice)
            }
            try await socket.send(String(repeating: Self.request(Fixtures.tokenOne), count: 100) + Self.get)
            let answers = try await socket.receive(answers: 101)
            #expect(Answers.statuses(answers) == Array(repeating: 200, count: 100) + [401])
            let counters = await server.server.counters()
            #expect(counters.decisions(nil, listener: 0) == 103)
            #expect(counters.decisions(.tokenMissing, listener: 0) == 1)
            #expect(counters.connectionsAccepted == 1)
            #expect(counters.connectionsOpen == 1)
            #expect(counters.durations.total == 104)
            // The first sight leaves a mark, the second an entry.
            #expect(counters.cacheMisses == 2)
            #expect(counters.cacheHits == 101)
            #expect(counters.cachedTokens == 1)
            #expect(counters.cachedBytes > 0)
            // A new policy begins with an empty cache; what was counted stays.
            await server.server.replace(settings: settings, evidence: server.feed)
            let later = await server.server.counters()
            #expect(later.cacheHits == 101)
            #expect(later.cachedTokens == 0)
        }
    }

    @Test("A client that ends its side gets its answers, then the end")
    func answersHalfClosed() async throws {
        try await TestServer.anonymous { server in
            let socket = try await TestSocket(port: server.port)
            defer { socket.close() }
            try await socket.send(Self.get + Self.get + "GET / HT")
            socket.endOutput()
            #expect(try await socket.receiveAll() == Answers.empty + Answers.empty)
        }
    }

    @Test("A refusal arrives whole although the client sends on")
    func lingersAfterRefusal() async throws {
        try await TestServer.anonymous { server in
            let socket = try await TestSocket(port: server.port)
            defer { socket.close() }
            try await socket.send("GET / HTTP/9.9\r\nHost: h\r\n\r\n")
            try await socket.send(Self.bigBody)
            #expect(try await socket.receiveAll() == Answers.malformed)
        }
    }

    @Test("The answer to a request with a body arrives whole, and is the only one")
    func lingersAfterBody() async throws {
        try await TestServer.anonymous { server in
            let socket = try await TestSocket(port: server.port)
            defer { socket.close() }
            try await socket.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: \(Self.bigBody.count)\r\n\r\n")
            try await socket.send(Self.bigBody)
            #expect(
                try await socket.receiveAll()
                    == Answers.answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:", "Connection: close")
            )
        }
    }

    @Test("Heads far over the limits are 431")
    func refusesLargeHeads() async throws {
        try await TestServer.anonymous { server in
            let many = "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "A: b\r\n", count: 100_000) + "\r\n"
            let first = try await TestSocket.exchange(port: server.port, many)
            #expect(first == Answers.tooLarge)
            let long = "GET / HTTP/1.1\r\nHost: h\r\nA: " + String(repeating: "a", count: 65536) + "\r\n\r\n"
            let second = try await TestSocket.exchange(port: server.port, long)
            #expect(second == Answers.tooLarge)
        }
    }

    @Test("Connections beyond the limit are answered 503, others go on")
    func limitsConnections() async throws {
        try await TestServer.anonymous(GatewayLimits(connections: 2)) { server in
            let first = try await TestSocket(port: server.port)
            defer { first.close() }
            let second = try await TestSocket(port: server.port)
            for socket in [first, second] {
                try await socket.send(Self.get)
                #expect(try await socket.receive(answers: 1) == Answers.empty)
            }
            #expect(try await TestSocket.exchange(port: server.port, Self.get) == Answers.full)
            try await first.send(Self.get)
            #expect(try await first.receive(answers: 1) == Answers.empty)
            // A place becomes free when the server has seen the end.
            second.close()
            while await server.server.counters().connectionsOpen > 1 { await Task.yield() }
            let third = try await TestSocket(port: server.port)
            defer { third.close() }
            try await third.send(Self.get)
            #expect(try await third.receive(answers: 1) == Answers.empty)
            #expect(await server.server.counters().connectionsRefused == 1)
        }
    }

    @Test("New keys reach every loop, and the requests that wait there")
    func deliversKeys() async throws {
        let old = try Fixtures.keys(Fixtures.keyOne)
        let new = try Fixtures.keys(Fixtures.keyOne, Fixtures.keyTwo)
        let settings = DecisionSettings(authorization: try Fixtures.authorization())
        let feed = TestFeed(Fixtures.update(old, generation: 1))
        try await TestServer.run(settings, feed: feed, threads: 2) { server in
            var sockets: [TestSocket] = []
            for _ in 0..<4 { sockets.append(try await TestSocket(port: server.port)) }
            defer { for socket in sockets { socket.close() } }
            for socket in sockets { try await socket.send(Self.request(Fixtures.tokenTwo)) }
            while await server.server.counters().parkedRequests < 4 { await Task.yield() }
            #expect(feed.requested == Array(repeating: Fixtures.need, count: 4))
            feed.deliver(Fixtures.update(new, generation: 2, refusedUntil: Fixtures.now + 30))
            for socket in sockets { #expect(try await socket.receive(answers: 1) == Answers.alice) }
        }
    }

    @Test("A reload changes rules and keeps keys and connections; old feeds are ignored")
    func reloads() async throws {
        let keys = try Fixtures.keys(Fixtures.keyOne)
        let feed = TestFeed(Fixtures.update(keys, generation: 1))
        let settings = DecisionSettings(authorization: try Fixtures.authorization())
        try await TestServer.run(settings, feed: feed, threads: 2) { server in
            let socket = try await TestSocket(port: server.port)
            defer { socket.close() }
            let newFeed = TestFeed(Fixtures.update(keys, generation: 1))
            let answers = { (token: String) in
                try await socket.send(Self.request(token))
                return Answers.statuses(try await socket.receive(answers: 1))
            }
            #expect(try await answers(Fixtures.tokenOne) == [200])
            let denied = DecisionSettings(authorization: try Fixtures.authorization(rules: [Fixtures.denied]))
            await server.server.replace(settings: denied, evidence: newFeed)
            #expect(try await answers(Fixtures.tokenOne) == [403])
            await server.server.replace(settings: settings, evidence: newFeed)
            #expect(try await answers(Fixtures.tokenOne) == [200])
            feed.deliver(Fixtures.update(nil, generation: 9))
            // Every loop is asked, after it has been told.
            _ = await server.server.counters()
            #expect(try await answers(Fixtures.tokenOne) == [200])
            newFeed.deliver(Fixtures.update(nil, generation: 9))
            _ = await server.server.counters()
            #expect(try await answers(Fixtures.tokenOne) == [503])
        }
    }

    @Test("Draining answers requests in progress, closes idle connections, and accepts no new ones")
    func drains() async throws {
        try await TestServer.anonymous { server in
            let quiet = try await TestSocket(port: server.port)
            let begun = try await TestSocket(port: server.port)
            defer {
                quiet.close()
                begun.close()
            }
            try await quiet.send(Self.get)
            #expect(try await quiet.receive(answers: 1) == Answers.empty)
            try await begun.send("GET / HTTP/1.1\r\n")
            while await server.server.counters().connectionsOpen < 2 { await Task.yield() }
            async let drained: Void = server.server.drain(within: 10)
            #expect(try await quiet.receiveAll().isEmpty)
            try await begun.send("Host: h\r\n\r\n")
            #expect(
                try await begun.receiveAll()
                    == Answers.answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:", "Connection: close")
            )
            await drained
            await #expect(throws: TestSocket.Failure.self) { try await TestSocket(port: server.port) }
        }
    }

    @Test("Draining ends at its deadline")
    func drainsInTime() async throws {
        try await TestServer.anonymous { server in
            let socket = try await TestSocket(port: server.port)
            defer { socket.close() }
            try await socket.send("GET /")
            while await server.server.counters().connectionsOpen < 1 { await Task.yield() }
            await server.server.drain(within: 0.05)
            #expect(try await socket.receiveAll() == Answers.timeout)
        }
    }

    @Test("An announcement whose time is over at once ends, however much the loop has to do")
    func endsAnnouncement() async throws {
        try await TestServer.anonymous { server in
            let socket = try await TestSocket(port: server.port)
            defer { socket.close() }
            try await socket.send(Self.get)
            #expect(try await socket.receive(answers: 1) == Answers.empty)
            let worker = try #require(server.server.workers.first)
            worker.execute { _ in usleep(100_000) }
            try await Task.sleep(for: .milliseconds(20))
            // What a loop is asked for is done in turn with what is due by time.
            for _ in 0..<4 { worker.execute { _ in } }
            await server.server.drain(within: 0, grace: 1)
            #expect(try await socket.receiveAll().isEmpty)
        }
    }
}
