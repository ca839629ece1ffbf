import Authorization
import JOSE
import Telemetry
import Testing

@testable import Gateway

@Suite("Requests on one connection")
struct ConnectionTests {
    static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test("An allow carries the claim headers, and nothing else")
    func allows() throws {
        let client = try WorkerBench.anonymous().connect()
        #expect(try client.exchange(Self.get) == Answers.empty)
        #expect(client.isActive)
    }

    @Test("A token's claims are in the answer")
    func allowsToken() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        let request = "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(Fixtures.tokenOne)\r\n\r\n"
        for _ in 0..<3 { #expect(try client.exchange(request) == Answers.alice) }
        #expect(bench.worker.counters.decisions(nil, listener: 0) == 3)
    }

    @Test("A denial carries the challenge and no claim header")
    func denies() throws {
        let bench = try WorkerBench.tokens()
        let client = try bench.connect()
        let answer = try client.exchange(Self.get)
        #expect(answer.hasPrefix("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"))
        #expect(answer.contains("\r\nWWW-Authenticate: Bearer"))
        #expect(answer.hasSuffix("\r\n\r\n"))
        #expect(!answer.contains("X-Auth"))
        #expect(bench.worker.counters.decisions(.tokenMissing, listener: 0) == 1)
        let expired = "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(Fixtures.expiredToken)\r\n\r\n"
        #expect(try client.exchange(expired).contains(#"error="invalid_token""#))
        #expect(bench.worker.counters.decisions(.tokenExpired, listener: 0) == 1)
    }

    @Test("A rule's refusal is 403, missing keys are 503")
    func refuses() throws {
        let denied = WorkerBench(DecisionSettings(authorization: try Fixtures.authorization(rules: [Fixtures.denied])))
        #expect(try denied.connect().exchange(Self.get).hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
        let keyless = WorkerBench(DecisionSettings(authorization: try Fixtures.authorization()))
        let request = "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \(Fixtures.tokenOne)\r\n\r\n"
        let answer = try keyless.connect().exchange(request)
        #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(answer.contains("\r\nRetry-After: "))
    }

    @Test("Pipelined requests are answered in order, in one write, at one time")
    func pipelines() throws {
        let rules = [
            Rule(label: "rules[0]", methods: ["A"], access: .anonymous), Rule(label: "rules[1]", access: .denied),
        ]
        let bench = WorkerBench(DecisionSettings(authorization: try Fixtures.authorization(rules: rules)))
        let client = try bench.connect()
        let one = "GET / HTTP/1.1\r\nHost: h\r\nX-Original-Method: A\r\n\r\n"
        let other = "GET / HTTP/1.1\r\nHost: h\r\nX-Original-Method: B\r\n\r\n"
        let readings = bench.clock.readings
        try client.send(one + other + one + one + other)
        let writes = try client.writes()
        #expect(writes.count == 1)
        #expect(Answers.statuses(writes.joined()) == [200, 403, 200, 200, 403])
        // One for the requests' time, one for how long they took.
        #expect(bench.clock.readings == readings + 2)
        #expect(bench.worker.counters.durations.total == 5)
        #expect(bench.worker.counters.decisions(nil, listener: 0) == 3)
    }

    @Test("Heads that come in pieces are answered when they are whole", arguments: [1, 2, 7, 40])
    func assembles(step: Int) throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        let other = try bench.connect()
        let bytes = Array((Self.get + Self.get + Self.get).utf8)
        var answers = ""
        for start in stride(from: 0, to: bytes.count, by: step) {
            answers += try client.exchange(Array(bytes[start..<min(start + step, bytes.count)]))
            // Another connection uses the same parser in between.
            #expect(try other.exchange(Self.get) == Answers.empty)
        }
        #expect(answers == Answers.empty + Answers.empty + Answers.empty)
    }

    @Test("Connection: close is answered and obeyed; later requests are not answered")
    func closesWhenAsked() throws {
        let client = try WorkerBench.anonymous().connect()
        let answer = try client.exchange("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + Self.get)
        #expect(answer == Answers.answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:", "Connection: close"))
        #expect(!client.isActive)
    }

    @Test("1.0 closes, unless it asks to keep alive, and then is told so")
    func speaks10() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        let kept = Answers.answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:", "Connection: keep-alive")
        for _ in 0..<2 {
            #expect(try client.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") == kept)
            #expect(client.isActive)
        }
        let closed = Answers.answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:", "Connection: close")
        #expect(try client.exchange("GET / HTTP/1.0\r\n\r\n") == closed)
        #expect(!client.isActive)
    }

    @Test(
        "A declared body is answered at the end of the head, and ends the connection",
        arguments: [
            "Content-Length: 5\r\n\r\nhello", "Content-Length: 5\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n",
        ]
    )
    func closesOnBody(rest: String) throws {
        let client = try WorkerBench.anonymous().connect()
        let answer = try client.exchange("POST / HTTP/1.1\r\nHost: h\r\n" + rest)
        #expect(answer == Answers.answer("200 OK", "X-Auth-Subject:", "X-Auth-Company:", "Connection: close"))
        #expect(!client.isActive)
    }

    @Test("A bad head is answered once, and what follows is not looked at")
    func refusesBadHeads() throws {
        let bench = try WorkerBench.anonymous()
        let client = try bench.connect()
        #expect(try client.exchange("GET / HTTP/9.9\r\n\r\n" + Self.get + Self.get) == Answers.malformed)
        #expect(!client.isActive)
        let second = try bench.connect()
        #expect(try second.exchange(Self.get + "GET\n\n") == Answers.empty + Answers.malformed)
        #expect(bench.worker.counters.malformedRequests == 2)
    }

    @Test("A head over the limits is 431")
    func refusesLargeHeads() throws {
        let bench = try WorkerBench.anonymous(GatewayLimits(headerBlock: 1024, headers: 3))
        let long = "GET /\(String(repeating: "a", count: 1024))"
        #expect(try bench.connect().exchange(long) == Answers.tooLarge)
        #expect(try bench.connect().exchange("GET / HTTP/1.1\r\nHost: h\r\na:\r\nb:\r\nc:\r\n\r\n") == Answers.tooLarge)
        #expect(try bench.connect().exchange("GET / HTTP/1.1\r\nHost: h\r\na:\r\nb:\r\n\r\n") == Answers.empty)
        #expect(bench.worker.counters.oversizedRequests == 2)
    }

    @Test(
        "Every method and every path is a decision",
        arguments: ["HEAD / ", "OPTIONS * ", "CONNECT h:443 ", "BREW / ", "GET /livez ", "GET http://h/metrics "]
    )
    func decidesEverything(line: String) throws {
        #expect(try WorkerBench.anonymous().connect().exchange("\(line)HTTP/1.1\r\nHost: h\r\n\r\n") == Answers.empty)
        let answer = try WorkerBench.tokens().connect().exchange("\(line)HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 401 "))
    }

    @Test("Expect and Upgrade change nothing")
    func ignoresExpectations() throws {
        let client = try WorkerBench.anonymous().connect()
        let request = "GET / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
        #expect(try client.exchange(request) == Answers.empty)
        #expect(client.isActive)
    }

    @Test("A policy by name judges; one that is not configured is 403")
    func choosesPolicies() throws {
        let authorization = try Fixtures.authorization(policies: ["open": [Fixtures.anonymous]])
        let client = try WorkerBench(DecisionSettings(authorization: authorization)).connect()
        #expect(try client.exchange("GET /auth/open HTTP/1.1\r\nHost: h\r\n\r\n") == Answers.empty)
        #expect(try client.exchange("GET /auth/other HTTP/1.1\r\nHost: h\r\n\r\n").hasPrefix("HTTP/1.1 403 "))
        #expect(try client.exchange(Self.get).hasPrefix("HTTP/1.1 401 "))
    }
}
