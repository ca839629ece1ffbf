import TestSupport
import Testing

extension ProxySuite {
    /// Postern goes away while clients are asking: no answer is no permission.
    @Suite("Outages of Postern", .enabled(if: !Front.installed.isEmpty, "no proxy is installed"))
    struct OutageTests {
        /// The requests of a crowd, by their number.
        private static let (good, bad) = (0, 1)

        /// Whatever a proxy says when it cannot ask.
        private static let outages = [502, 503, 504]

        @Test("No request passes without a decision") func nobodyPassesWithoutADecision() async throws {
            try await Square.use(Front.installed) { square in
                let requests = try [square.get(token: square.token()), square.get(token: nil)]
                let crowds = try Front.installed.map { front in
                    (front, Crowd(clients: 2, port: try square.port(of: front), requests: requests))
                }
                try await everybodyIsAnswered(crowds)
                try await square.posterns[0].process.crash()
                let firstGone = ContinuousClock.now
                try await everybodyIsAnswered(crowds)
                let firstBack = ContinuousClock.now
                try await square.posterns[0].restart()
                try await goodTokensPass(square)
                try await everybodyIsAnswered(crowds)
                await square.posterns[0].process.stop()
                let secondGone = ContinuousClock.now
                try await everybodyIsAnswered(crowds)
                let secondBack = ContinuousClock.now
                try await square.posterns[0].restart()
                try await goodTokensPass(square)

                for (front, crowd) in crowds {
                    let answers = try await crowd.stop()
                    for answer in answers where answer.request == Self.bad {
                        let isRefused = answer.status == 401 || Self.outages.contains(answer.status ?? 0)
                        #expect(isRefused, "\(front): \(answer)")
                    }
                    for answer in answers where answer.request == Self.good {
                        let isKnown = answer.status == 200 || Self.outages.contains(answer.status ?? 0)
                        #expect(isKnown, "\(front): \(answer)")
                        let isBetween =
                            answer.began > firstGone && answer.ended < firstBack
                            || answer.began > secondGone && answer.ended < secondBack
                        #expect(!isBetween || answer.status != 200, "\(front): \(answer)")
                    }
                    #expect(answers.contains { $0.status == 200 }, "\(front)")
                    #expect(answers.contains { Self.outages.contains($0.status ?? 0) }, "\(front)")
                }
            }
        }

        /// Its sockets are open and it says nothing: each proxy gives up after a time, and clients are not let in.
        @Test("A Postern that hangs lets no request through") func aPosternThatHangsLetsNobodyIn() async throws {
            try await Square.use(Front.installed) { square in
                let requests = try [square.get(token: square.token()), square.get(token: nil)]
                try await goodTokensPass(square)
                try await square.postern.process.freeze()
                let crowds = try Front.installed.map { front in
                    (front, Crowd(clients: 2, port: try square.port(of: front), requests: requests, limit: 2))
                }
                for (front, crowd) in crowds {
                    for answer in try await crowd.finish() {
                        #expect(Self.outages.contains(answer.status ?? 0), "\(front): \(answer)")
                    }
                }
                #expect(square.arrivals.all.count == Front.installed.count, "those before the pause")
                square.postern.process.thaw()
                try await goodTokensPass(square)
            }
        }

        private func everybodyIsAnswered(_ crowds: [(Front, Crowd)]) async throws {
            for (front, crowd) in crowds {
                let count = crowd.count + 4
                try await eventually("\(front) answers") { crowd.count >= count }
            }
        }

        private func goodTokensPass(_ square: Square) async throws {
            let request = try square.get(token: square.token())
            for front in Front.installed {
                try await eventually("\(front) asks again") {
                    try HTTPClient.exchange(request, port: square.port(of: front)).status == 200
                }
            }
        }
    }
}
