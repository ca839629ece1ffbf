import NIOCore
import NIOEmbedded

@testable import Gateway

/// A client's side of one embedded connection; it is closed when the test has no more use for it.
final class BenchConnection {
    let bench: WorkerBench
    let channel: EmbeddedChannel
    let connection: Connection

    init(_ bench: WorkerBench, isRefused: Bool, socket: PlainSocket?) throws {
        self.bench = bench
        channel = EmbeddedChannel(loop: bench.loop)
        connection = Connection(worker: bench.worker, listener: 0, isRefused: isRefused, socket: socket)
        try channel.pipeline.syncOperations.addHandler(connection)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    }

    deinit {
        _ = try? channel.finish(acceptAlreadyClosed: true)
    }

    var isActive: Bool { channel.isActive }

    /// Sends bytes as one read cycle, and returns everything that was answered.
    func exchange(_ text: String) throws -> String {
        try exchange(Array(text.utf8))
    }

    func exchange(_ bytes: [UInt8]) throws -> String {
        try send(bytes)
        return try answers()
    }

    /// Sends bytes as one read cycle.
    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        _ = try channel.writeInbound(ByteBuffer(bytes: bytes))
    }

    /// The messages that were written since the last look.
    func writes() throws -> [String] {
        var texts: [String] = []
        while let buffer = try channel.readOutbound(as: ByteBuffer.self) { texts.append(String(buffer: buffer)) }
        return texts
    }

    func answers() throws -> String {
        try writes().joined()
    }
}
