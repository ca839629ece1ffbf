import Authorization
import Foundation
import JOSE
import Logging
import Telemetry
import TestSupport
import Testing

@testable import Gateway

@Suite("Log lines about decisions")
struct DecisionLogTests {
    static func bench(_ logging: DecisionLogging, rules: [Rule] = []) throws -> WorkerBench {
        let authorization = try Fixtures.authorization(rules: rules)
        let keys = try Fixtures.keys(Fixtures.keyOne)
        return WorkerBench(
            DecisionSettings(authorization: authorization, logging: logging),
            evidence: [Fixtures.update(keys, generation: 1)]
        )
    }

    static let burst = RefusalLimiter.burst
    static let request =
        "GET / HTTP/1.1\r\nHost: h\r\nX-Original-Method: PUT\r\nX-Original-URI: /a/b?access_token=secret\r\n"
        + "X-Request-Id: r-1\r\ntraceparent: 00-ab-cd-01\r\n"

    @Test("A refusal says who asked what, what was expected and what was found")
    func writesRefusals() throws {
        let bench = try Self.bench(.denied)
        let client = try bench.connect()
        try client.send(Self.request + "Authorization: Bearer \(Fixtures.expiredToken)\r\n\r\n")
        let line = try #require(bench.log.lines.first)
        #expect(bench.log.lines.count == 1)
        #expect(line.members["listener"] == "127.0.0.1:9090")
        #expect(line.members["answer"] == "401")
        #expect(line.members["reason"] == "token_expired")
        #expect(line.members["issuer"] == "https://issuer.example")
        #expect(line.members["kid"] == "one")
        #expect(line.members["method"] == "PUT")
        #expect(line.members["path"] == "/a/b")
        #expect(line.members["request_id"] == "r-1")
        #expect(line.members["traceparent"] == "00-ab-cd-01")
        #expect(line.members["expected"]?.isEmpty == false)
        #expect(line.members["found"]?.isEmpty == false)
        let everything = line.members.values.joined(separator: " ") + line.message
        #expect(!everything.contains("secret"))
        #expect(!everything.contains(Fixtures.expiredToken.suffix(20)))
    }

    @Test("A header that a rule looks at and the proxy did not send is named")
    func namesMissingHeaders() throws {
        let rule = Rule(label: "rules[0]", methods: ["DELETE"], hosts: ["admin.example"], access: .denied)
        let bench = try Self.bench(.denied, rules: [rule])
        try bench.connect().send("GET / HTTP/1.1\r\nHost: h\r\nX-Original-URI: /a\r\n\r\n")
        let line = try #require(bench.log.lines.first)
        #expect(line.members["reason"] == "request_ambiguous")
        #expect(line.members["found"] == "no X-Original-Host and no X-Original-Method; rules[0] depends on it")
    }

    @Test("The answer does not depend on whether it is logged")
    func changesNothing() throws {
        let request = Self.request + "Authorization: Bearer \(Fixtures.expiredToken)\r\n\r\n"
        let answers = try [DecisionLogging.none, .denied, .all].map {
            try Self.bench($0).connect().exchange(request)
        }
        #expect(Set(answers).count == 1)
    }

    @Test("Allowed requests have lines only when all decisions are wanted")
    func writesAllows() throws {
        for (logging, count) in [(DecisionLogging.none, 0), (.denied, 0), (.all, 1)] {
            let bench = try Self.bench(logging, rules: [Fixtures.anonymous])
            try bench.connect().send(Self.request + "\r\n")
            #expect(bench.log.lines.count == count)
            guard let line = bench.log.lines.first else { continue }
            #expect(line.members["answer"] == "200")
            #expect(line.members["path"] == "/a/b")
            #expect(line.members["reason"] == nil)
        }
    }

    @Test("No lines when none are wanted")
    func staysSilent() throws {
        let bench = try Self.bench(.none)
        try bench.connect().send(Self.request + "\r\n")
        #expect(bench.log.lines.isEmpty)
    }

    @Test("Very many refusals of one reason are counted instead of written, and hide no other reason")
    func limitsRate() throws {
        let bench = try Self.bench(.denied)
        let client = try bench.connect()
        try client.send(String(repeating: Self.request + "\r\n", count: Self.burst + 50))
        #expect(bench.log.lines.count == Self.burst)
        #expect(bench.worker.counters.refusalsNotLogged == 50)
        try client.send(Self.request + "Authorization: Bearer \(Fixtures.expiredToken)\r\n\r\n")
        #expect(bench.log.lines.last?.members["reason"] == "token_expired")
        bench.clock.time += 1
        try client.send(Self.request + "\r\n")
        #expect(bench.log.lines.count == Self.burst + 2)
        #expect(bench.log.lines.last?.members["left_out"] == "50")
    }

    @Test("What was left out is told even when no refusal follows")
    func tellsLeftOut() throws {
        let bench = try Self.bench(.denied)
        let client = try bench.connect()
        try client.send(String(repeating: Self.request + "\r\n", count: Self.burst + 3))
        bench.advance(seconds: 1)
        #expect(bench.log.lines.count == Self.burst)
        bench.clock.time += 1
        bench.advance(seconds: 1)
        #expect(bench.log.lines.count == Self.burst + 1)
        #expect(bench.log.lines.last?.members == ["reason": "token_missing", "left_out": "3"])
    }

    @Test("Where all decisions are wanted, each has a line, many refusals a shorter one")
    func leavesNoneOut() throws {
        let bench = try Self.bench(.all)
        try bench.connect().send(String(repeating: Self.request + "\r\n", count: Self.burst + 3))
        bench.clock.time += 1
        bench.advance(seconds: 1)
        #expect(bench.log.lines.count == Self.burst + 3)
        let line = try #require(bench.log.lines.last)
        #expect(line.members["reason"] == "token_missing")
        #expect(line.members["request_id"] == "r-1")
        #expect(line.members["expected"] == nil)
        #expect(bench.log.lines.allSatisfy { $0.members["left_out"] == nil })
    }

    @Test(
        "The status page has the latest refusals of each reason, whatever is logged",
        arguments: DecisionLogging.allCases
    )
    func keepsLatest(logging: DecisionLogging) throws {
        let bench = try Self.bench(logging)
        let client = try bench.connect()
        try client.send(Self.request + "Authorization: Bearer \(Fixtures.expiredToken)\r\n\r\n")
        bench.clock.time += 1
        try client.send(String(repeating: Self.request + "\r\n", count: 120))
        let kept = bench.latestRefusals.all
        #expect(
            kept.map(\.reason) == [
                .tokenMissing, .tokenMissing, .tokenMissing, .tokenMissing, .tokenMissing, .tokenExpired,
            ]
        )
        let expired = try #require(kept.last)
        #expect(expired.time == Fixtures.now)
        #expect(expired.listener == "127.0.0.1:9090")
        #expect(expired.issuer == "https://issuer.example")
        #expect(expired.keyID == "one")
        #expect(expired.method == "PUT")
        #expect(expired.path == "/a/b")
        #expect(expired.requestID == "r-1")
        #expect(expired.traceParent == "00-ab-cd-01")
        #expect(expired.expected?.isEmpty == false)
        #expect(expired.found?.isEmpty == false)
    }

    @Test("A policy that is not configured is an error in the log")
    func tellsMissingPolicy() throws {
        let bench = try Self.bench(.none)
        try bench.connect().send("GET /auth/nobody HTTP/1.1\r\nHost: h\r\n\r\n")
        let line = try #require(bench.log.lines.first)
        #expect(line.level == .error)
        #expect(line.members["policy"] == "nobody")
        #expect(line.members["reason"] == "rule_denied")
    }

    @Test("No flood of refusals hides a policy that is not configured", arguments: DecisionLogging.allCases)
    func tellsMissingPolicyInFlood(logging: DecisionLogging) throws {
        let denied = Rule(label: "closed", access: .denied)
        let bench = try Self.bench(logging, rules: [denied])
        let client = try bench.connect()
        try client.send(String(repeating: Self.request + "\r\n", count: Self.burst + 50))
        let lost = bench.worker.counters.refusalsNotLogged
        let missing = "GET /auth/nobody HTTP/1.1\r\nHost: h\r\n\r\n"
        try client.send(missing)
        #expect(bench.log.lines.last?.members["policy"] == "nobody")
        #expect(bench.log.lines.last?.level == .error)
        try client.send(String(repeating: missing, count: Self.burst + 49))
        #expect(bench.log.lines.count { $0.level == .error } == Self.burst)
        #expect(bench.worker.counters.refusalsNotLogged - lost == (logging == .all ? 0 : 50))
        bench.clock.time += 1
        bench.advance(seconds: 1)
        let errors = bench.log.lines.filter { $0.level == .error }
        #expect(errors.count == (logging == .all ? Self.burst : Self.burst + 1))
        if logging != .all { #expect(errors.last?.members["left_out"] == "50") }
    }

    @Test("The line of an allowed request says whose token it was, and which rule let it pass")
    func describesAllows() throws {
        let bench = try Self.bench(.all, rules: [Rule(label: "members", access: .authenticated)])
        let client = try bench.connect()
        for _ in 0..<3 {
            try client.send(Self.request + "Authorization: Bearer \(Fixtures.tokenOne)\r\n\r\n")
        }
        #expect(bench.log.lines.count == 3)
        for line in bench.log.lines {
            #expect(line.members["answer"] == "200")
            #expect(line.members["issuer"] == "https://issuer.example")
            #expect(line.members["kid"] == "one")
            #expect(line.members["rule"] == "members")
            #expect(line.members["found"] == nil)
        }
        // The third time it was remembered, and for a line no signature is verified.
        #expect(bench.worker.verifications == 2)
    }

    @Test("For a line and the status page, no signature is verified once more", arguments: DecisionLogging.allCases)
    func verifiesOnce(logging: DecisionLogging) throws {
        let scopes = Rule(label: "admins", requirement: Requirement(scopes: ["admin"]))
        for (token, reason, expected) in [
            (Fixtures.forgedToken, Reason.signatureInvalid, "valid"),
            (Fixtures.tokenOne, .scopeInsufficient, "admin"),
        ] {
            let bench = try Self.bench(logging, rules: [scopes])
            try bench.connect().send(Self.request + "Authorization: Bearer \(token)\r\n\r\n")
            #expect(bench.worker.verifications == 1)
            let refusal = try #require(bench.latestRefusals.all.first)
            #expect(refusal.reason == reason)
            #expect(refusal.expected?.contains(expected) == true)
            #expect(refusal.found?.isEmpty == false)
        }
    }

    @Test(
        "A token is in no line and not on the status page, wherever it stands in a request",
        arguments: [
            "GET / HTTP/1.1\r\nX-Original-URI: /a#access_token=TOKEN", "GET / HTTP/1.1\r\nX-Original-URI: /a;t=TOKEN",
            "GET / HTTP/1.1\r\nX-Original-URI: /a%3Faccess_token=TOKEN", "GET / HTTP/1.1\r\nX-Original-URI: /TOKEN",
            "GET /auth/TOKEN HTTP/1.1", "GET / HTTP/1.1\r\nX-Original-Method: TOKEN",
            "GET / HTTP/1.1\r\nX-Request-Id: TOKEN", "GET / HTTP/1.1\r\ntraceparent: TOKEN",
        ]
    )
    func hidesTokens(request: String) throws {
        let bench = try Self.bench(.all)
        let client = try bench.connect()
        let head = request.replacing("TOKEN", with: Fixtures.tokenOne) + "\r\nHost: h\r\n"
        try client.send(head + "\r\n")
        try client.send(head + "Authorization: Bearer \(Fixtures.tokenOne)\r\n\r\n")
        #expect(bench.log.lines.count == 2)
        let told = "\(bench.log.lines) \(bench.latestRefusals.all)"
        #expect(told.contains("[token]"))
        for part in Fixtures.tokenOne.split(separator: ".") { #expect(!told.contains(part)) }
    }

    @Test("A token inside a token's own members is in no line")
    func hidesTokensInTokens() throws {
        let inner = Fixtures.tokenOne
        let bench = try Self.bench(.denied)
        let client = try bench.connect()
        let header = Self.encoded(#"{"alg":"EdDSA","kid":"\#(inner)"}"#)
        let payload = Self.encoded(#"{"iss":"https://x.example/\#(inner)","exp":1}"#)
        try client.send(Self.request + "Authorization: Bearer \(header).\(payload).AAAA\r\n\r\n")
        let line = try #require(bench.log.lines.first)
        #expect(line.members["kid"] == "[token]")
        #expect(line.members["issuer"] == "https://x.example/[token]")
        let told = "\(line) \(bench.latestRefusals.all)"
        for part in inner.split(separator: ".") { #expect(!told.contains(part)) }
    }

    @Test("Characters of a token that are not seen, or turn text around, are made visible")
    func showsInvisibles() throws {
        let bench = try Self.bench(.denied)
        let header = Self.encoded(#"{"alg":"EdDSA","kid":"a\u202e\u200b\u009b\u2028\udb40\udc41é\n"}"#)
        let payload = Self.encoded(#"{"iss":"https://x.example/\u2066\ufeff","exp":1}"#)
        try bench.connect().send(Self.request + "Authorization: Bearer \(header).\(payload).AAAA\r\n\r\n")
        let line = try #require(bench.log.lines.first)
        let kept = try #require(bench.latestRefusals.all.first)
        // ASCII's own controls are JSON's to escape.
        #expect(line.members["kid"] == #"a\u{202e}\u{200b}\u{9b}\u{2028}\u{e0041}é"# + "\n")
        #expect(line.members["issuer"] == #"https://x.example/\u{2066}\u{feff}"#)
        #expect(kept.keyID == line.members["kid"])
        #expect(kept.issuer == line.members["issuer"])
        #expect(kept.found == line.members["found"])
        #expect("\(kept)".unicodeScalars.allSatisfy { $0.properties.generalCategory != .format })
    }

    static func encoded(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=",
            with: ""
        )
    }

    @Test("Long texts from outside are cut")
    func cutsTexts() throws {
        let bench = try Self.bench(.denied)
        let path = "/" + String(repeating: "a", count: 5000)
        try bench.connect().send("GET / HTTP/1.1\r\nHost: h\r\nX-Original-URI: \(path)\r\n\r\n")
        #expect(bench.log.lines.first?.members["path"] == path.prefix(256) + "…")
    }
}
