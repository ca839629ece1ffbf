import Listeners
import Logging
import ProxyProtocol

@testable import Gateway

/// A decision server on ports of its own, for the length of a closure.
struct TestServer: Sendable {
    let server: DecisionServer
    let feed: TestFeed
    let port: Int

    static func run(
        _ settings: DecisionSettings,
        feed: TestFeed = TestFeed(),
        threads: Int = 1,
        tls: TLSFiles? = nil,
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
        clock: @escaping @Sendable () -> Double = { Fixtures.now },
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let server = try await DecisionServer.start(
            listeners: [DecisionListener(address: .tcp(host: "127.0.0.1", port: 0), dialect: .nginx, tls: tls)],
            threads: threads,
            settings: settings,
            evidence: feed,
            logger: logger,
            clock: clock
        )
        do {
            guard case .tcp(_, let port)? = server.addresses.first else { preconditionFailure("no listener") }
            try await body(TestServer(server: server, feed: feed, port: port))
        } catch {
            await server.drain(within: 0)
            throw error
        }
        await server.drain(within: 0)
    }

    static func anonymous(
        _ limits: GatewayLimits = GatewayLimits(),
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let authorization = try Fixtures.authorization(rules: [Fixtures.anonymous])
        try await run(DecisionSettings(authorization: authorization, limits: limits), body)
    }
}
