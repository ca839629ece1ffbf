import Authorization
import Telemetry
import TestSupport
import Testing

@testable import Gateway

@Suite("Hostile clients on real sockets", .timeLimit(.minutes(1)))
struct HostileSocketTests {
    /// Policies of hostile clients, and of the witness after them.
    private static let hostile = 0..<20
    private static let own = 20..<40

    /// A policy for every number, which the challenge of its refusals names.
    private static func settings() throws -> DecisionSettings {
        let policies = (0..<own.upperBound).map { number in
            ("p\(number)", [Rule(label: "p\(number)", resourceMetadata: "https://r/\(number)")])
        }
        return DecisionSettings(
            authorization: try Fixtures.authorization(policies: Dictionary(uniqueKeysWithValues: policies))
        )
    }

    private static func requests(_ numbers: [Int], lines: String = "") -> String {
        numbers.map { "GET /auth/p\($0) HTTP/1.1\r\nHost: h\r\n\(lines)\r\n" }.joined()
    }

    /// The numbers of refusals.
    private static func numbers(_ answers: String) -> [Int] {
        answers.split(separator: "\"https://r/").dropFirst().compactMap { Int($0.prefix { $0 != "\"" }) }
    }

    private static func numbers(in range: Range<Int>, atMost count: Int, _ random: inout SeededGenerator) -> [Int] {
        (0..<Int.random(in: 1...count, using: &random)).map { _ in Int.random(in: range, using: &random) }
    }

    @Test("A witness always has its own answers, whatever others do")
    func servesWitness() async throws {
        let feed = TestFeed(Fixtures.update(try Fixtures.keys(Fixtures.keyOne), generation: 1))
        try await TestServer.run(try Self.settings(), feed: feed) { server in
            await withThrowingTaskGroup { tasks in
                for seed in 1...4 as ClosedRange<UInt64> {
                    tasks.addTask { try await Self.attack(server.port, SeededGenerator(seed)) }
                }
                tasks.addTask { try await Self.changeKeys(feed) }
                do { try await Self.witness(try await TestSocket(port: server.port)) } catch { Issue.record(error) }
                tasks.cancelAll()
                while let result = await tasks.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { Issue.record(error) }
                }
            }
            try await Self.expectNothingLeft(server)
        }
    }

    @Test("Nor by TLS")
    func servesWitnessByTLS() async throws {
        let folder = try TemporaryFolder()
        let files = TLSFiles(
            certificate: try folder.write(TestPEM.server, to: "server.pem"),
            key: try folder.write(TestPEM.serverKey, to: "server.key")
        )
        try await TestServer.run(try Self.settings(), tls: files) { server in
            await withTaskGroup { tasks in
                for seed in 1...2 as ClosedRange<UInt64> {
                    tasks.addTask { await Self.attackByTLS(server.port, SeededGenerator(seed)) }
                }
                do { try await Self.witnessByTLS(try await TLSClient(port: server.port)) } catch { Issue.record(error) }
                tasks.cancelAll()
            }
            try await Self.expectNothingLeft(server)
        }
    }

    // MARK: The witness

    private static func witness(_ socket: TestSocket) async throws {
        defer { socket.close() }
        var random = SeededGenerator(0)
        for _ in 0..<100 {
            let numbers = numbers(in: own, atMost: 5, &random)
            try await socket.send(requests(numbers))
            #expect(Self.numbers(try await socket.receive(answers: numbers.count)) == numbers)
        }
    }

    private static func witnessByTLS(_ client: TLSClient) async throws {
        var random = SeededGenerator(0)
        var all: [Int] = []
        for _ in 0..<40 {
            let numbers = numbers(in: own, atMost: 5, &random)
            all += numbers
            try await client.send(requests(numbers))
            #expect(Self.numbers(try await client.receive(answers: all.count)) == all)
        }
        try await client.endOutput()
        _ = try await client.receiveAll()
    }

    private static func expectNothingLeft(_ server: TestServer) async throws {
        while await server.server.counters().connectionsOpen > 0 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(await server.server.counters().parkedRequests == 0)
    }

    // MARK: Attacks

    private static func attack(_ port: Int, _ generator: SeededGenerator) async throws {
        var random = generator
        while !Task.isCancelled {
            let socket = try await TestSocket(port: port)
            do {
                if try await attack(by: socket, &random) { socket.reset() } else { socket.close() }
            } catch {
                socket.close()
                throw error
            }
        }
    }

    /// - Returns: whether the connection ends by a reset.
    private static func attack(by socket: TestSocket, _ random: inout SeededGenerator) async throws -> Bool {
        let numbers = numbers(in: hostile, atMost: 40, &random)
        let kind = Int.random(in: 0..<5, using: &random)
        // The requests of some wait for a key.
        let text = requests(numbers, lines: kind < 2 ? "Authorization: Bearer \(Fixtures.tokenTwo)\r\n" : "")
        let end = random.isOne(in: 2) ? text.utf8.count : Int.random(in: 1...text.utf8.count, using: &random)
        try await socket.send(Array(text.utf8.prefix(end)))
        switch kind {
        case 0, 2: return true
        case 1: return false
        case 3:
            socket.endOutput()
            let received = Self.numbers(try await socket.receiveAll())
            let count = text.utf8.prefix(end).split(separator: Array("\r\n\r\n".utf8)).count
            #expect(numbers.starts(with: received))
            #expect(received.count >= count - 1)
            return false
        default:
            // The rest of its answers finds nobody.
            if end == text.utf8.count { _ = try await socket.receive(answers: 1) }
            return true
        }
    }

    private static func attackByTLS(_ port: Int, _ generator: SeededGenerator) async {
        var random = generator
        while !Task.isCancelled {
            let text = requests(numbers(in: hostile, atMost: 40, &random))
            if random.isOne(in: 3) {
                guard let socket = try? await TestSocket(port: port) else { continue }
                try? await socket.send(text)
                socket.reset()
            } else if let client = try? await TLSClient(port: port) {
                try? await client.send(String(text.prefix(Int.random(in: 1...text.count, using: &random))))
                try? await client.endOutput()
                // The others take their answers when the next client is there.
                if random.isOne(in: 2) { _ = try? await client.receiveAll() }
            }
        }
    }

    private static func changeKeys(_ feed: TestFeed) async throws {
        for generation in 2... as PartialRangeFrom<UInt64> {
            try await Task.sleep(for: .milliseconds(3))
            let both = try Fixtures.keys(Fixtures.keyOne, Fixtures.keyTwo)
            let one = try Fixtures.keys(Fixtures.keyOne)
            feed.deliver(Fixtures.update(generation % 3 == 0 ? both : one, generation: generation))
        }
    }
}
