import Dispatch
import Synchronization
import Testing

@testable import Gateway

@Suite("Whether event loops answer", .timeLimit(.minutes(1)))
struct HealthTests {
    @Test("A loop that hangs does not answer until it continues")
    func hangingLoop() async throws {
        let authorization = try Fixtures.authorization(rules: [Fixtures.anonymous])
        try await TestServer.run(DecisionSettings(authorization: authorization), threads: 2) { server in
            await withCheckedContinuation { continuation in
                server.server.pingAllLoops { continuation.resume() }
            }
            let gate = DispatchSemaphore(value: 0)
            server.server.workers[1].execute { _ in gate.wait() }
            let answers = Atomic(0)
            await withCheckedContinuation { continuation in
                server.server.pingAllLoops {
                    answers.add(1, ordering: .relaxed)
                    continuation.resume()
                }
                // The other loop has answered when this runs on it.
                server.server.workers[0].execute { _ in
                    #expect(answers.load(ordering: .relaxed) == 0)
                    gate.signal()
                }
            }
            #expect(answers.load(ordering: .relaxed) == 1)
            await server.server.drain(within: 0)
            server.server.pingAllLoops { answers.add(1, ordering: .relaxed) }
            #expect(answers.load(ordering: .relaxed) == 1)
        }
    }
}
