import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite("After the last answer")
struct LingerTests {
    static let bad = "GET / HTTP/9.9\r\n\r\n"

    /// Stands for a transport that can close one side, and that is slow when told so.
    final class SlowTransport: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        private(set) var hasClosedOutput = false
        private(set) var hasClosed = false
        var isSlow = false

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            guard mode == .output else {
                hasClosed = true
                return context.close(mode: mode, promise: promise)
            }
            hasClosedOutput = true
            promise?.succeed()
        }

        func flush(context: ChannelHandlerContext) {
            if !isSlow { context.flush() }
        }
    }

    static func connect(_ bench: WorkerBench) throws -> (client: BenchConnection, transport: SlowTransport) {
        let client = try bench.connect()
        let transport = SlowTransport()
        try client.channel.pipeline.syncOperations.addHandler(transport, position: .first)
        return (client, transport)
    }

    @Test("The sending side is closed first; what comes is thrown away")
    func throwsAway() throws {
        let (client, transport) = try Self.connect(try WorkerBench.anonymous())
        #expect(try client.exchange(Self.bad) == Answers.malformed)
        #expect(transport.hasClosedOutput)
        #expect(!transport.hasClosed)
        for _ in 0..<10 { #expect(try client.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n").isEmpty) }
        #expect(client.connection.unreadBytes == 0)
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.outputClosed)
        #expect(transport.hasClosed)
    }

    @Test("Only so much is thrown away")
    func boundsBytes() throws {
        let (client, transport) = try Self.connect(try WorkerBench.anonymous())
        try client.send(Self.bad)
        let part = [UInt8](repeating: 0, count: HTTP1ConnectionMachine.maxDiscardedBytes / 4)
        for _ in 0..<4 {
            try client.send(part)
            #expect(!transport.hasClosed)
        }
        try client.send([0])
        #expect(transport.hasClosed)
    }

    @Test("And only for so long, however much comes")
    func boundsTime() throws {
        let bench = try WorkerBench.anonymous()
        let (client, transport) = try Self.connect(bench)
        bench.advance(seconds: 10)
        try client.send(Self.bad)
        for _ in 0..<4 {
            bench.advance(seconds: 0.45)
            try client.send("x")
            #expect(!transport.hasClosed)
        }
        bench.advance(seconds: 1)
        #expect(transport.hasClosed)
    }

    @Test("When nothing more can come, the connection is closed at once")
    func closesAtOnce() throws {
        let (client, transport) = try Self.connect(try WorkerBench.anonymous())
        try client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(transport.hasClosed)
        #expect(!transport.hasClosedOutput)
    }

    @Test("An answer that is still on its way is waited for")
    func waitsForAnswer() throws {
        let (client, transport) = try Self.connect(try WorkerBench.anonymous())
        transport.isSlow = true
        try client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        #expect(!transport.hasClosed)
        #expect(transport.hasClosedOutput)
    }

    @Test("It is waited for too when the client has ended its side")
    func waitsForAnswerHalfClosed() throws {
        let (client, transport) = try Self.connect(try WorkerBench.anonymous())
        transport.isSlow = true
        try client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(!transport.hasClosed)
        #expect(!transport.hasClosedOutput)
        transport.isSlow = false
        client.channel.flush()
        #expect(try client.answers() == Answers.empty)
        #expect(transport.hasClosed)
    }

    @Test("An answer that nobody takes is given up")
    func givesUp() throws {
        let bench = try WorkerBench.anonymous()
        let (client, transport) = try Self.connect(bench)
        transport.isSlow = true
        try client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        bench.advance(seconds: 3)
        #expect(transport.hasClosed)
    }
}
