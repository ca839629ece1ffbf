import Listeners
import Logging
import NIOCore
import NIOEmbedded
import ProxyProtocol
import TestSupport
import Testing

@testable import Gateway

@Suite("Clients that do not take their answers")
struct BackPressureTests {
    static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    /// Counts the reads that reach the transport.
    final class ReadCounter: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        private(set) var reads = 0

        func read(context: ChannelHandlerContext) {
            reads += 1
            context.read()
        }
    }

    @Test("Reading stops while answers pile up, and goes on after")
    func stopsReading() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        let counter = ReadCounter()
        try client.channel.pipeline.syncOperations.addHandler(counter, position: .first)
        client.channel.read()
        #expect(counter.reads == 1)
        client.channel.isWritable = false
        #expect(try client.exchange(Self.get) == Answers.empty)
        client.channel.read()
        client.channel.read()
        #expect(counter.reads == 1)
        client.channel.isWritable = true
        client.channel.pipeline.fireChannelWritabilityChanged()
        #expect(counter.reads == 2)
        client.channel.read()
        #expect(counter.reads == 3)
    }

    @Test("Requests that come meanwhile are answered in order when there is room")
    func keepsRequests() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        client.channel.isWritable = false
        #expect(try client.exchange(Self.get) == Answers.empty)
        #expect(try client.exchange(Self.get + Self.get + "GET ").isEmpty)
        client.channel.isWritable = true
        client.channel.pipeline.fireChannelWritabilityChanged()
        #expect(try client.answers() == Answers.empty + Answers.empty)
        #expect(try client.exchange("/ HTTP/1.1\r\nHost: h\r\n\r\n") == Answers.empty)
    }

    @Test("A great many pipelined requests do not make one great buffer")
    func sendsInParts() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        try client.send(String(repeating: Self.get, count: 2000))
        let writes = try client.writes()
        #expect(Answers.statuses(writes.joined()).count == 2000)
        #expect(writes.allSatisfy { $0.utf8.count < Connection.flushThreshold + 4096 })
        #expect(writes.count > 1)
    }

    @Test("What is kept meanwhile is bounded")
    func boundsUnread() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        client.channel.isWritable = false
        try client.send(Self.get)
        try client.send(String(repeating: Self.get, count: HTTP1ConnectionMachine.maxUnreadBytes / Self.get.utf8.count))
        #expect(client.isActive)
        try client.send(Self.get + Self.get)
        #expect(!client.isActive)
    }

    @Test("A client that takes nothing is closed")
    func limitsTime() throws {
        let bench = try WorkerBench.anonymous(GatewayLimits(headerTimeout: 5, idleTimeout: 600))
        let client = try bench.connect()
        client.channel.isWritable = false
        try client.send(Self.get)
        bench.advance(seconds: 4.9)
        #expect(client.isActive)
        bench.advance(seconds: 1)
        #expect(!client.isActive)
        #expect(try client.answers() == Answers.empty)
    }

    @Test("A client that has ended its side still gets what waits")
    func answersHalfClosed() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        client.channel.isWritable = false
        try client.send(Self.get)
        try client.send(Self.get + "GET / HT")
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(client.isActive)
        client.channel.isWritable = true
        client.channel.pipeline.fireChannelWritabilityChanged()
        #expect(try client.answers() == Answers.empty + Answers.empty)
        #expect(!client.isActive)
    }

    @Test("What a socket does not take at once follows, whole and in order")
    func sendsTheRest() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        let settings = DecisionSettings(authorization: try Fixtures.authorization(rules: [Fixtures.anonymous]))
        let server = try await DecisionServer.start(
            listeners: [DecisionListener(address: .unix(path: path), dialect: .nginx)],
            threads: 1,
            settings: settings,
            evidence: TestFeed(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let client = try await TestSocket(path: path)
        defer { client.close() }
        // The requests fit into the sockets' buffers, their answers do not: nothing is read before everything is sent.
        let count = 4000
        let last = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
        try await client.send(String(repeating: Self.get, count: count - 1) + last)
        let expected = String(repeating: Answers.empty, count: count - 1)
        let found = try await client.receiveAll()
        #expect(found.utf8.count > 300_000)
        #expect(found.hasPrefix(expected))
        #expect(Answers.statuses(String(found.dropFirst(expected.count))) == [200])
        await server.drain(within: 0)
    }

    @Test("What waits for a slow client does not hold the buffer that all answers share")
    func holdsOwnBytes() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        let transport = LingerTests.SlowTransport()
        try client.channel.pipeline.syncOperations.addHandler(transport, position: .first)
        transport.isSlow = true
        socket.narrow()
        try client.send(String(repeating: Self.get, count: 400))
        bench.loop.run()
        for _ in 0..<5 {
            try client.send(Self.get)
            bench.loop.run()
        }
        transport.isSlow = false
        client.channel.flush()
        var sizes: [(bytes: Int, room: Int)] = []
        while let bytes = try client.channel.readOutbound(as: ByteBuffer.self) {
            sizes.append((bytes.readableBytes, bytes.storageCapacity))
        }
        #expect(sizes.count == 6)
        #expect(sizes.allSatisfy { $0.room <= max(256, 2 * $0.bytes) })
    }
}
