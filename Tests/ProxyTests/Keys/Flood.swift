import Foundation
import Synchronization
import TestSupport

/// Clients that ask Postern as fast as it answers, each on a thread and a connection that stays open.
final class Flood: Sendable {
    /// How many answers of each status there were; 0 stands for a connection that broke.
    private let counts = Mutex<[Int: Int]>([:])
    private let clients = Atomic(0)
    private let isOver = Atomic(false)

    /// Begins at once.
    ///
    /// - Parameters:
    ///   - depth: how many questions a client sends before it reads the answers.
    ///   - limit: how many each client asks at least, unless it is stopped before.
    ///   - question: the bytes of a client's next question.
    init(
        clients: Int,
        port: Int,
        depth: Int = 1,
        limit: Int = .max,
        question: @escaping @Sendable (_ number: Int) -> String
    ) {
        self.clients.store(clients, ordering: .relaxed)
        for client in 0..<clients {
            Thread.detachNewThread { [self] in
                var number = client
                do {
                    let wire = try Wire(to: port)
                    while !isOver.load(ordering: .relaxed), number / clients < limit {
                        var batch = ""
                        for _ in 0..<depth {
                            batch += question(number)
                            number += clients
                        }
                        try wire.send(batch)
                        try read(depth, from: wire)
                    }
                } catch {
                    counts.withLock { $0[0, default: 0] += 1 }
                }
                self.clients.subtract(1, ordering: .relaxed)
            }
        }
    }

    var answers: [Int: Int] { counts.withLock { $0 } }

    /// Waits until every client is done, and tells how many answers of each status there were.
    func finish() async throws -> [Int: Int] {
        try await eventually("every client is done", within: .seconds(60)) { clients.load(ordering: .relaxed) == 0 }
        return answers
    }

    /// Sends everybody home, and tells how many answers of each status there were.
    func stop() async throws -> [Int: Int] {
        isOver.store(true, ordering: .relaxed)
        return try await finish()
    }

    /// Reads so many answers; none of them has a body.
    private func read(_ count: Int, from wire: Wire) throws {
        var bytes: [UInt8] = []
        var left = count
        while left > 0 {
            let part = try wire.receive()
            guard !part.isEmpty else { throw HarnessError("closed before \(left) answers") }
            bytes += part
            while let end = Self.endOfHead(bytes) {
                // `HTTP/1.1 200 …`
                guard let status = Int(String(decoding: bytes[9..<12], as: UTF8.self)) else {
                    throw HarnessError("no status")
                }
                counts.withLock { $0[status, default: 0] += 1 }
                bytes.removeFirst(end)
                left -= 1
            }
        }
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 12 else { return nil }
        let end = Array("\r\n\r\n".utf8)
        return bytes.firstRange(of: end)?.upperBound
    }
}
