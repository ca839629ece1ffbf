import Listeners
import Logging
import NIOCore
import NIOEmbedded
import ProxyProtocol
import TestSupport
import Testing

@testable import Gateway

@Suite("A turn: requests are read, decided about and answered together")
struct TurnTests {
    static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test("Answers wait for the turn's end, each for its own client")
    func waits() throws {
        let bench = try WorkerBench.anonymous()
        let (one, oneSocket) = try bench.connectWithSocket()
        let (two, twoSocket) = try bench.connectWithSocket()
        for _ in 0..<3 {
            try one.send(Self.get)
            try two.send(Self.get + Self.get)
            #expect(bench.worker.batchedRequests == 2)
            bench.worker.serveBatchedRequests()
            #expect(bench.worker.batchedRequests == 0)
            #expect(oneSocket.received().isEmpty)
            bench.loop.run()
            #expect(oneSocket.received() == Answers.empty)
            #expect(twoSocket.received() == Answers.empty + Answers.empty)
        }
        #expect(try one.answers().isEmpty)
        #expect(bench.worker.isIdle)
    }

    @Test("What a client sends while its first bytes wait comes after them", arguments: [1, 10, 26])
    func keepsOrder(_ split: Int) throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        let (other, otherSocket) = try bench.connectWithSocket()
        let text = Self.get + Self.get
        try client.send(String(text.prefix(split)))
        try other.send(Self.get)
        try client.send(String(text.dropFirst(split).prefix(20)))
        try client.send(String(text.dropFirst(split + 20)))
        bench.loop.run()
        #expect(socket.received() == Answers.empty + Answers.empty)
        #expect(otherSocket.received() == Answers.empty)
        #expect(client.connection.unreadBytes == 0)
    }

    @Test("A client that does not take its answers has its requests kept")
    func keepsRequestsOfBlocked() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        let transport = LingerTests.SlowTransport()
        try client.channel.pipeline.syncOperations.addHandler(transport, position: .first)
        transport.isSlow = true
        socket.narrow()
        client.channel.isWritable = false
        let count = 400
        try client.send(String(repeating: Self.get, count: count))
        bench.worker.serveBatchedRequests()
        // Batched before the client counts as slow, and delivered after.
        try client.send(Self.get)
        bench.worker.sendAnswers()
        bench.loop.run()
        let first = socket.received()
        #expect(client.connection.unreadBytes == Self.get.utf8.count)
        transport.isSlow = false
        client.channel.flush()
        #expect(try first + client.answers() == String(repeating: Answers.empty, count: count))
        client.channel.isWritable = true
        client.channel.pipeline.fireChannelWritabilityChanged()
        bench.loop.run()
        #expect(try socket.received() + client.answers() == Answers.empty)
    }

    @Test("A request that has been read is not lost to a timeout")
    func servesBeforeTimeouts() throws {
        let limits = GatewayLimits(headerTimeout: 1, idleTimeout: 1)
        let bench = try WorkerBench.anonymous(limits)
        let (client, socket) = try bench.connectWithSocket()
        for _ in 1..<TickClock(limits, keyTimeout: 5).idleTimeout { bench.worker.advanceTick() }
        try client.send(Self.get)
        bench.worker.advanceTick()
        bench.loop.run()
        #expect(socket.received() == Answers.empty)
        #expect(client.isActive)
        let (quiet, _) = try bench.connectWithSocket()
        for _ in 0..<TickClock(limits, keyTimeout: 5).idleTimeout { bench.worker.advanceTick() }
        #expect(!quiet.isActive)
    }

    @Test("A request that has been read is answered before everything is closed")
    func servesBeforeTheEnd() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        try client.send(Self.get)
        bench.worker.closeAll()
        #expect(socket.received() == Answers.empty)
        #expect(!client.isActive)
    }

    @Test("No more wait than a few")
    func boundsNumber() throws {
        let bench = try WorkerBench.anonymous()
        let clients = try (0..<Worker.maxBatched).map { _ in try bench.connectWithSocket() }
        for (client, socket) in clients {
            #expect(socket.received().isEmpty)
            try client.send(Self.get)
        }
        for (_, socket) in clients { #expect(socket.received() == Answers.empty) }
    }

    @Test("Answers go as soon as deciding has taken long, and not with the turn's last", arguments: [1, 3])
    func boundsTime(_ decisionsInTime: Int) throws {
        let bench = try WorkerBench.anonymous()
        let clients = try (0..<7).map { _ in try bench.connectWithSocket() }
        for (client, _) in clients { try client.send(Self.get) }
        bench.clock.step = Worker.maxDelay * 1.01 / Double(decisionsInTime)
        bench.worker.serveBatchedRequests()
        let sent = clients.map { $0.socket.received() == Answers.empty }
        #expect(sent == (0..<7).map { $0 < 7 / decisionsInTime * decisionsInTime })
        bench.loop.run()
        #expect(clients.suffix(7 % decisionsInTime).allSatisfy { $0.socket.received() == Answers.empty })
    }

    @Test("No more wait than a few of their bytes")
    func boundsBytes() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        let count = Connection.flushThreshold / Answers.empty.utf8.count + 1
        try client.send(String(repeating: Self.get, count: count))
        bench.worker.serveBatchedRequests()
        #expect(!socket.received().isEmpty)
    }

    @Test("A connection that ends within the turn has its answer first")
    func answersBeforeTheEnd() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        try client.send(Self.get)
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(client.isActive)
        bench.worker.serveBatchedRequests()
        #expect(socket.received() == Answers.empty)
        #expect(!client.isActive)
        let (other, otherSocket) = try bench.connectWithSocket()
        try other.send(Self.get)
        bench.worker.serveBatchedRequests()
        other.connection.close()
        #expect(otherSocket.received() == Answers.empty)
    }

    @Test("A connection that broke within the turn takes nothing from the others")
    func survivesBroken() throws {
        let bench = try WorkerBench.anonymous()
        let (broken, brokenSocket) = try bench.connectWithSocket()
        let (client, socket) = try bench.connectWithSocket()
        try broken.send(Self.get)
        try client.send(Self.get)
        broken.channel.pipeline.fireChannelInactive()
        bench.loop.run()
        #expect(brokenSocket.received().isEmpty)
        #expect(socket.received() == Answers.empty)
    }

    @Test("An answer that cannot wait goes after those that do, and is nobody else's")
    func keepsApart() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        let (last, lastSocket) = try bench.connectWithSocket()
        try client.send(Self.get)
        try last.send("GET / HTTP/1.0\r\n\r\n")
        bench.worker.serveBatchedRequests()
        #expect(socket.received() == Answers.empty)
        #expect(Answers.statuses(lastSocket.received()) == [200])
        bench.loop.run()
        #expect(socket.received().isEmpty)
    }

    @Test("What the socket does not take at once follows through the channel, and so does all after it")
    func sendsTheRest() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        socket.narrow()
        let count = 400
        try client.send(String(repeating: Self.get, count: count))
        bench.loop.run()
        let first = socket.received()
        let rest = try client.answers()
        #expect(!rest.isEmpty)
        #expect(first + rest == String(repeating: Answers.empty, count: count))
    }

    /// A channel whose write fails: before it closes, it delivers what was left to read, as SwiftNIO's sockets do.
    private final class FailingWrites: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        private let reads: [String]
        private let completes: Bool
        private var hasFailed = false

        init(reads: [String], completes: Bool) {
            (self.reads, self.completes) = (reads, completes)
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            promise?.fail(ChannelError.ioOnClosedChannel)
        }

        func flush(context: ChannelHandlerContext) {
            guard !hasFailed else { return }
            hasFailed = true
            for read in reads { context.fireChannelRead(NIOAny(ByteBuffer(string: read))) }
            if completes { context.fireChannelReadComplete() }
            context.close(promise: nil)
        }
    }

    @Test(
        "A client that breaks off while its answers are sent gives nothing of its own to others",
        arguments: [true, false]
    )
    func survivesFailingWrites(_ completes: Bool) throws {
        let bench = try WorkerBench.anonymous()
        let (before, beforeSocket) = try bench.connectWithSocket()
        let (broken, brokenSocket) = try bench.connectWithSocket()
        let (after, afterSocket) = try bench.connectWithSocket()
        brokenSocket.narrow()
        let reads = [Self.get, String(repeating: "x", count: HTTP1ConnectionMachine.maxUnreadBytes + 1)]
        let failing = FailingWrites(reads: completes ? [Self.get] : reads, completes: completes)
        try broken.channel.pipeline.syncOperations.addHandler(failing, position: .first)
        try before.send(Self.get)
        try broken.send(String(repeating: Self.get, count: 400))
        try after.send(Self.get)
        bench.loop.run()
        #expect(!broken.isActive)
        #expect(beforeSocket.received() == Answers.empty)
        #expect(afterSocket.received() == Answers.empty)
        // Nor later.
        try after.send(Self.get)
        bench.loop.run()
        #expect(afterSocket.received() == Answers.empty)
        #expect(bench.worker.isIdle)
    }

    @Test("Clients that send a great deal and break off end nobody but themselves", arguments: [false, true])
    func survivesResets(_ overUnix: Bool) async throws {
        let folder = try TemporaryFolder()
        let settings = DecisionSettings(authorization: try Fixtures.authorization(rules: [Fixtures.anonymous]))
        let server = try await DecisionServer.start(
            listeners: [
                DecisionListener(address: .unix(path: "\(folder.path)/s"), dialect: .nginx),
                DecisionListener(address: .tcp(host: "127.0.0.1", port: 0), dialect: .nginx),
            ],
            threads: 1,
            settings: settings,
            evidence: TestFeed(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        guard case .tcp(_, let port) = server.addresses[1] else { return }
        func connect() async throws -> TestSocket {
            overUnix ? try await TestSocket(path: "\(folder.path)/s") : try await TestSocket(port: port)
        }
        let witness = try await connect()
        defer { witness.close() }
        for _ in 0..<20 {
            let client = try await connect()
            try? await client.send(String(repeating: Self.get, count: 120_000 / Self.get.utf8.count))
            client.reset()
            try await witness.send(Self.get)
            #expect(try await witness.receive(answers: 1) == Answers.empty)
        }
        await server.drain(within: 0)
    }
}
