import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite("Answers in the buffer that all connections share belong to one")
struct TurnOwnershipTests {
    private static let get = TurnTests.get

    /// How a read cycle can break off.
    enum End: CaseIterable {
        case error, inactive, none

        func befall(_ client: BenchConnection) {
            switch self {
            case .error: client.channel.pipeline.fireErrorCaught(ChannelError.ioOnClosedChannel)
            case .inactive: client.channel.pipeline.fireChannelInactive()
            case .none: break
            }
        }
    }

    @Test(
        "A cycle that breaks off while an earlier answer waits gives the next client nothing",
        arguments: End.allCases
    )
    func breaksOff(_ end: End) throws {
        let bench = try WorkerBench.anonymous()
        let (before, beforeSocket) = try bench.connectWithSocket()
        let (client, socket) = try bench.connectWithSocket()
        let (other, otherSocket) = try bench.connectWithSocket()
        try before.send(Self.get)
        try client.send(Self.get + Self.get.prefix(10))
        bench.worker.serveBatchedRequests()
        #expect(bench.worker.batchedAnswerBytes > 0)
        client.channel.pipeline.fireChannelRead(ByteBuffer(string: String(Self.get.dropFirst(10))))
        end.befall(client)
        for _ in 0..<2 {
            try other.send(Self.get)
            bench.loop.run()
            #expect(otherSocket.received() == Answers.empty)
        }
        #expect(beforeSocket.received() == Answers.empty)
        // Its own answers are its own, also that of the cycle that broke off.
        if end == .error { #expect(socket.received() == Answers.empty + Answers.empty) }
    }

    @Test(
        "What a broken-off cycle left is not sent at the turn's end, nor with another's answer",
        arguments: End.allCases
    )
    func leavesNothing(_ end: End) throws {
        let bench = try WorkerBench.anonymous()
        let (before, beforeSocket) = try bench.connectWithSocket()
        let (client, socket) = try bench.connectWithSocket()
        let (other, otherSocket) = try bench.connectWithSocket()
        try client.send(String(Self.get.prefix(10)))
        bench.loop.run()
        try before.send(Self.get)
        bench.worker.serveBatchedRequests()
        client.channel.pipeline.fireChannelRead(ByteBuffer(string: String(Self.get.dropFirst(10))))
        end.befall(client)
        bench.loop.run()
        #expect(beforeSocket.received() == Answers.empty)
        #expect(socket.received() == (end == .inactive ? "" : Answers.empty))
        // Neither by requests that wait, nor by a head that is whole at last, nor by a timeout.
        try other.send(String(Self.get.prefix(10)))
        bench.loop.run()
        #expect(otherSocket.received().isEmpty)
        try other.send(String(Self.get.dropFirst(10)))
        bench.loop.run()
        #expect(otherSocket.received() == Answers.empty)
        try before.send(Self.get)
        bench.loop.run()
        #expect(beforeSocket.received() == Answers.empty)
    }
}
