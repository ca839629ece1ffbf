import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite("Answers of a turn, sent together")
struct TurnTests {
    static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    /// A client whose connection sends past its channel.
    private static func connect(_ bench: WorkerBench) throws -> (client: BenchConnection, socket: SocketPair) {
        let client = try bench.connect()
        let socket = SocketPair()
        client.connection.socket = PlainSocket(descriptor: socket.server)
        return (client, socket)
    }

    @Test("They wait for the turn's end, each for its own client")
    func waits() throws {
        let bench = try WorkerBench.anonymous()
        let (one, oneSocket) = try Self.connect(bench)
        let (two, twoSocket) = try Self.connect(bench)
        for _ in 0..<3 {
            try one.send(Self.get)
            try two.send(Self.get + Self.get)
            #expect(oneSocket.received().isEmpty)
            bench.loop.run()
            #expect(oneSocket.received() == Answers.empty)
            #expect(twoSocket.received() == Answers.empty + Answers.empty)
        }
        #expect(try one.answers().isEmpty)
        #expect(bench.worker.outbound.readerIndex == 0)
        #expect(bench.worker.waitingAnswers.isEmpty)
    }

    @Test("No more wait than a few")
    func boundsNumber() throws {
        let bench = try WorkerBench.anonymous()
        let clients = try (0..<Worker.mostWaitingAnswers).map { _ in try Self.connect(bench) }
        for (client, socket) in clients {
            #expect(socket.received().isEmpty)
            try client.send(Self.get)
        }
        for (_, socket) in clients { #expect(socket.received() == Answers.empty) }
    }

    @Test("No more wait than a few of their bytes")
    func boundsBytes() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try Self.connect(bench)
        let count = Connection.flushThreshold / Answers.empty.utf8.count + 1
        try client.send(String(repeating: Self.get, count: count))
        #expect(!socket.received().isEmpty)
    }

    @Test("A connection that ends within the turn has its answer first")
    func answersBeforeTheEnd() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try Self.connect(bench)
        try client.send(Self.get)
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(socket.received() == Answers.empty)
        #expect(!client.isActive)
        let (other, otherSocket) = try Self.connect(bench)
        try other.send(Self.get)
        other.connection.close()
        #expect(otherSocket.received() == Answers.empty)
    }

    @Test("A connection that broke within the turn takes nothing from the others")
    func survivesBroken() throws {
        let bench = try WorkerBench.anonymous()
        let (broken, brokenSocket) = try Self.connect(bench)
        let (client, socket) = try Self.connect(bench)
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
        let (client, socket) = try Self.connect(bench)
        let (last, lastSocket) = try Self.connect(bench)
        try client.send(Self.get)
        try last.send("GET / HTTP/1.0\r\n\r\n")
        #expect(socket.received() == Answers.empty)
        #expect(Answers.statuses(lastSocket.received()) == [200])
        bench.loop.run()
        #expect(socket.received().isEmpty)
    }

    @Test("What the socket does not take at once follows through the channel, and so does all after it")
    func sendsTheRest() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try Self.connect(bench)
        socket.narrow()
        let count = 400
        try client.send(String(repeating: Self.get, count: count))
        bench.loop.run()
        let first = socket.received()
        let rest = try client.answers()
        #expect(!rest.isEmpty)
        #expect(first + rest == String(repeating: Answers.empty, count: count))
    }
}
