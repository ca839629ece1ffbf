import Foundation
import Synchronization
import TestSupport

/// Clients that ask the same over and over, each on a thread and every time on a new connection.
final class Crowd: Sendable {
    /// What became of one request.
    struct Answer: Sendable {
        /// Which of the requests it was.
        let request: Int
        /// Nil when there was no answer.
        let status: Int?
        let began: ContinuousClock.Instant
        let ended: ContinuousClock.Instant
    }

    private struct State {
        var answers: [Answer] = []
        var clients = 0
    }

    private let state = Mutex(State())
    private let isOver = Atomic(false)
    private let isBegun = Atomic(0)
    private let limit: Int

    /// Begins at once; each client goes through the requests in turn.
    ///
    /// - Parameter limit: how many requests all of them make together, unless they are stopped before.
    init(clients: Int, port: Int, requests: [String], limit: Int = .max) {
        self.limit = limit
        state.withLock { $0.clients = clients }
        for client in 0..<clients {
            Thread.detachNewThread { [self] in
                var number = client
                while !isOver.load(ordering: .relaxed), isBegun.add(1, ordering: .relaxed).newValue <= limit {
                    let request = number % requests.count
                    number += 1
                    let began = ContinuousClock.now
                    let status = try? HTTPClient.exchange(requests[request], port: port).status
                    let answer = Answer(request: request, status: status, began: began, ended: .now)
                    state.withLock { $0.answers.append(answer) }
                }
                state.withLock { $0.clients -= 1 }
            }
        }
    }

    /// How many answers there are so far.
    var count: Int { state.withLock { $0.answers.count } }

    /// Waits until all requests were answered, and returns what became of them.
    func finish() async throws -> [Answer] {
        try await eventually("every client is done") { state.withLock { $0.clients == 0 } }
        return state.withLock { $0.answers }
    }

    /// Sends everybody home, waits for the last answers, and returns all.
    func stop() async throws -> [Answer] {
        isOver.store(true, ordering: .relaxed)
        return try await finish()
    }
}
