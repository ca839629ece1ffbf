import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite("A turn in which one client brings a great deal")
struct TurnOverflowTests {
    private static let get = TurnTests.get
    private static let long = "GET / HTTP/1.1\r\nHost: h\r\nX-Pad: \(String(repeating: "y", count: 3000))\r\n\r\n"

    @Test("A client that has ended its side has everything delivered at once, and answered")
    func answersAll() throws {
        let bench = try WorkerBench.anonymous()
        let (client, socket) = try bench.connectWithSocket()
        let (other, otherSocket) = try bench.connectWithSocket()
        let count = 2 * HTTP1ConnectionMachine.maxUnreadBytes / Self.long.utf8.count
        for index in 0..<count {
            try client.send(Self.long)
            if index == 0 { try other.send(Self.get) }
        }
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        bench.loop.run()
        #expect(socket.received() == String(repeating: Answers.empty, count: count))
        #expect(otherSocket.received() == Answers.empty)
        #expect(!client.isActive)
        #expect(other.isActive)
    }

    /// A channel whose write fails: before it closes, it delivers what was left to read, as SwiftNIO's sockets do.
    private final class FailingWrites: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        private var promises: [EventLoopPromise<Void>] = []
        private var hasFailed = false

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            if let promise { promises.append(promise) }
        }

        func flush(context: ChannelHandlerContext) {
            guard !hasFailed else { return }
            hasFailed = true
            for _ in 0...HTTP1ConnectionMachine.maxUnreadBytes / 4096 {
                context.fireChannelRead(NIOAny(ByteBuffer(repeating: UInt8(ascii: "x"), count: 4096)))
            }
            context.close(promise: nil)
            for promise in promises { promise.fail(ChannelError.ioOnClosedChannel) }
        }
    }

    @Test(
        "What is answered before the same cycle brings requests that could wait is nobody else's",
        arguments: [true, false]
    )
    func keepsApartWithinCycle(_ breaks: Bool) throws {
        let bench = try WorkerBench.anonymous()
        let (other, otherSocket) = try bench.connectWithSocket()
        let (client, socket) = try bench.connectWithSocket()
        try client.send(String(Self.get.prefix(10)))
        bench.loop.run()
        try other.send(Self.get)
        // A channel reads several times in a cycle when it is about to close because a write has failed.
        client.channel.pipeline.fireChannelRead(ByteBuffer(string: String(Self.get.dropFirst(10))))
        client.channel.pipeline.fireChannelRead(ByteBuffer(string: Self.get))
        client.channel.pipeline.fireChannelReadComplete()
        if breaks { client.channel.pipeline.fireChannelInactive() }
        bench.loop.run()
        #expect(otherSocket.received() == Answers.empty)
        if !breaks { #expect(socket.received() == Answers.empty + Answers.empty) }
    }

    @Test("Others have their answers when a client that breaks off brings it while its own are sent")
    func survivesFailingWrites() throws {
        let bench = try WorkerBench.anonymous()
        let (broken, brokenSocket) = try bench.connectWithSocket()
        let (other, otherSocket) = try bench.connectWithSocket()
        brokenSocket.narrow()
        try broken.channel.pipeline.syncOperations.addHandler(FailingWrites(), position: .first)
        try broken.send(String(repeating: Self.get, count: 400))
        bench.worker.serveBatchedRequests()
        try broken.send(Self.get)
        try other.send(Self.get)
        bench.worker.sendAnswers()
        bench.loop.run()
        #expect(!broken.isActive)
        #expect(otherSocket.received() == Answers.empty)
        #expect(bench.worker.batchedAnswerBytes == 0)
    }
}
