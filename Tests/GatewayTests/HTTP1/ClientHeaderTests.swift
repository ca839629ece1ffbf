import Authorization
import ProxyProtocol
import Testing

@testable import Gateway

/// What a dialect's proxy does with the client's own headers, as answers on the wire show it.
@Suite("Client headers by dialect")
struct ClientHeaderTests {
    private static let envoy = Dialect.envoy(pathPrefix: "")
    private static let alias = "GET / HTTP/1.1\r\nHost: h\r\nX_Auth_Subject: admin\r\n\r\n"
    private static let exact = "GET / HTTP/1.1\r\nHost: h\r\nX-Auth-Subject: admin\r\nX-Auth-Subject: x\r\n\r\n"

    private func status(_ dialect: Dialect, _ request: String, _ spoofed: SpoofedHeaders? = nil) throws -> [Int] {
        var authorization = try Fixtures.authorization(rules: [Fixtures.anonymous])
        authorization.spoofedHeaders = spoofed
        let bench = WorkerBench(DecisionSettings(authorization: authorization), dialect: dialect)
        return Answers.statuses(try bench.connect().exchange(request))
    }

    @Test("Aliases of claim headers are refused where the application would get them")
    func aliases() throws {
        #expect(try status(.nginx, Self.alias) == [200])
        #expect(try status(Self.envoy, Self.alias) == [403])
        #expect(try status(.forwarded, Self.alias) == [403])
    }

    @Test("The operator's word holds for every dialect", arguments: [Dialect.nginx, envoy, .forwarded])
    func settings(dialect: Dialect) throws {
        #expect(try status(dialect, Self.alias, .ignore) == [200])
        #expect(try status(dialect, Self.alias, .refuse) == [403])
    }

    @Test("The exact name is overwritten, not refused", arguments: [Dialect.nginx, envoy, .forwarded])
    func exactNames(dialect: Dialect) throws {
        #expect(try status(dialect, Self.exact) == [200])
        #expect(try status(dialect, Self.exact, .refuse) == [200])
    }

    @Test("Envoy alone is told which headers to remove: those that are empty")
    func removal() throws {
        let settings = DecisionSettings(authorization: try Fixtures.authorization())
        let keys = Fixtures.update(try Fixtures.keys(Fixtures.keyOne), generation: 1)
        let request = DecisionServerTests.request(Fixtures.tokenOne)
        let removal = "x-envoy-auth-headers-to-remove: X-Auth-Subject,X-Auth-Company"
        for dialect in [Dialect.nginx, .forwarded] {
            #expect(try WorkerBench.anonymous(dialect: dialect).connect().exchange(request) == Answers.empty)
        }
        #expect(
            try WorkerBench.anonymous(dialect: Self.envoy).connect().exchange(request)
                == Answers.answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:", removal)
        )
        let bench = WorkerBench(settings, dialect: Self.envoy, evidence: [keys])
        // The third comes from memory.
        for _ in 0..<3 { #expect(try bench.connect().exchange(request) == Answers.alice) }
    }
}
