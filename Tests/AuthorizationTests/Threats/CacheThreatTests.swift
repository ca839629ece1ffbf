import Authorization
import JOSE
import TestSupport
import Testing

/// Threats: the cache of verified tokens.
@Suite("Threats: cache")
struct CacheThreatTests {
    private let signer = Signer.ed25519()

    private func gate(_ change: (inout AuthorizationConfiguration) -> Void = { _ in }) throws -> Gate {
        try Gate([signer]) { configuration in
            configuration.cachedTokens = 64
            change(&configuration)
        }
    }

    private func cache(_ token: String, by gate: Gate, _ target: String = "/") {
        for _ in 0..<3 { #expect(gate.decide(TestRequest(bearer: token, "GET", target)).decision == .allow) }
        #expect(gate.authorizer.cachedTokenCount > 0)
    }

    @Test("Tokens that share a prefix, or payload but not signature, never meet")
    func neverMeet() throws {
        let gate = try gate()
        let token = try signer.token()
        cache(token, by: gate)
        let bytes = Array(token.utf8)
        let signature = try #require(bytes.lastIndex(of: UInt8(ascii: "."))) + 1
        for position in bytes.indices {
            var forged = bytes
            forged[position] = forged[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let answer = gate.decide(bearer: String(decoding: forged, as: UTF8.self))
            #expect(answer.reason != nil, "position \(position), signature from \(signature)")
        }
        #expect(gate.decide(bearer: String(token.dropLast())).reason != nil)
        #expect(gate.decide(bearer: token + "A").reason != nil)
        #expect(gate.decide(bearer: token).decision == .allow)
    }

    @Test("One signature under another payload is refused while the right one is cached")
    func transplantedSignature() throws {
        let gate = try gate()
        let token = try signer.token()
        cache(token, by: gate)
        let parts = try signer.token(#""admin":true"#).split(separator: ".")
        let signature = try #require(token.split(separator: ".").last)
        #expect(gate.decide(bearer: "\(parts[0]).\(parts[1]).\(signature)").reason == .signatureInvalid)
    }

    @Test("The same token under another rule is checked again")
    func anotherRule() throws {
        let company = try #require(ClaimPath("company"))
        let gate = try gate { configuration in
            configuration.rules = [
                Rule(label: "0", paths: RuleTests.paths("/admin"), requirement: Requirement(scopes: ["admin"])),
                Rule(
                    label: "1",
                    paths: RuleTests.paths("/company"),
                    requirement: Requirement(claims: [.init(path: company, anyOf: ["2"])])
                ),
                Rule(label: "2", paths: RuleTests.paths("/none"), access: .denied),
            ]
            configuration.policies = ["strict": [Rule(label: "3", requirement: Requirement(scopes: ["other"]))]]
        }
        let token = try signer.token(#""company":1,"scope":"read""#)
        cache(token, by: gate)
        for _ in 0..<2 {
            #expect(gate.decide(TestRequest(bearer: token, "GET", "/admin")).reason == .scopeInsufficient)
            #expect(gate.decide(TestRequest(bearer: token, "GET", "/company")).reason == .claimMismatch)
            #expect(gate.decide(TestRequest(bearer: token, "GET", "/none")).reason == .ruleDenied)
            let strict = TestRequest("GET", "/", policy: "strict", headers: [("Authorization", "Bearer \(token)")])
            #expect(gate.decide(strict).reason == .scopeInsufficient)
            #expect(gate.decide(TestRequest(bearer: token)).decision == .allow)
        }
    }

    @Test("After `exp` a cached token is refused")
    func expired() throws {
        let gate = try gate()
        let token = try signer.token()
        cache(token, by: gate)
        #expect(gate.decide(bearer: token, now: Double(Claims.expiry) + 60).reason == .tokenExpired)
        #expect(gate.decide(bearer: token, now: 1e308).reason == .tokenExpired)
    }

    @Test("When its key is withdrawn a cached token is refused")
    func withdrawn() throws {
        let gate = try gate()
        let token = try signer.token()
        cache(token, by: gate)
        try gate.install([Signer.ed25519("new")])
        #expect(gate.decide(bearer: token).reason == .keyUnknown)
        #expect(gate.authorizer.cachedTokenCount == 0)
        try gate.install([signer])
        cache(token, by: gate)
        try gate.install([Signer.ed25519("ed")])
        #expect(gate.decide(bearer: token).reason == .signatureInvalid)
        try gate.install([signer])
        cache(token, by: gate)
        gate.install(nil)
        #expect(gate.decide(bearer: token).reason == .keysUnavailable)
    }

    @Test("A multitude of distinct bad tokens leaves nothing behind, and good ones stay")
    func manyBadTokens() throws {
        let gate = try gate()
        let good = try signer.token()
        cache(good, by: gate)
        let parts = good.split(separator: ".")
        var random = SeededGenerator(7)
        for _ in 0..<2000 {
            let signature = (0..<64).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let bad = "\(parts[0]).\(parts[1]).\(Base64URL.encode(signature))"
            #expect(gate.decide(bearer: bad).reason == .signatureInvalid)
        }
        #expect(gate.authorizer.cachedTokenCount == 1)
        #expect(gate.decide(bearer: good).decision == .allow)
    }
}
