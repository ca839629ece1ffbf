import Authorization
import JOSE
import TestSupport
import Testing

/// Allows that a proxy may keep for a while.
@Suite("Decision caching")
struct DecisionCachingTests {
    private let signer = Signer.ed25519()

    private func gate(
        _ requirements: TokenRequirements? = nil,
        _ change: (inout AuthorizationConfiguration) -> Void = { _ in }
    ) throws -> Gate {
        try Gate([signer], requirements: requirements) { configuration in
            configuration.decisionCacheLifetime = .seconds(5)
            change(&configuration)
        }
    }

    @Test("Off by default")
    func off() throws {
        #expect(try Gate([signer]).decide(bearer: try signer.token()).lines == [])
    }

    @Test(
        "Never beyond the token's end, and the leeway is not used up",
        arguments: [
            (-100.0, "5"), (-5, "5"), (-4.5, "4"), (-1, "1"), (-0.5, "0"), (0, "0"), (30, "0"), (59.9, "0"),
        ]
    )
    func expiry(_ offset: Double, _ seconds: String) throws {
        let gate = try gate()
        let token = try signer.token()
        // The first two from a verification, the others from memory.
        for _ in 0..<4 {
            let answer = gate.decide(bearer: token, now: Double(Claims.expiry) + offset)
            #expect(answer.lines == ["X-Accel-Expires: \(seconds)", "Vary: Authorization"])
        }
    }

    @Test("Never beyond the greatest age")
    func age() throws {
        let gate = try gate(Gate.requirements { $0.maxAge = .seconds(10) })
        let token = try signer.token("\"iat\":\(Int(Gate.now))")
        for _ in 0..<3 { #expect(gate.decide(bearer: token, now: Gate.now + 8)["X-Accel-Expires"] == "2") }
    }

    @Test("A token for ever, and a long time to keep it")
    func farAway() throws {
        let gate = try gate { $0.decisionCacheLifetime = .seconds(86400) }
        let token = try signer.sign(payload: Claims.payload(changing: "exp", to: "1e308"))
        #expect(gate.decide(bearer: token)["X-Accel-Expires"] == "86400")
        let near = try signer.token()
        #expect(gate.decide(bearer: near)["X-Accel-Expires"] == "3600")
    }

    @Test(
        "Vary names the sources' headers",
        arguments: [
            ([.bearer], ["Vary: Authorization"]),
            ([.bearer, .cookie(name: "t"), .cookie(name: "u")], ["Vary: Authorization, Cookie"]),
            (
                [.header(name: "X-Token", scheme: ""), .bearer, .header(name: "authorization", scheme: "DPoP")],
                ["Vary: X-Token, Authorization"]
            ),
            ([.query(name: "t")], []),
        ] as [([TokenSource], [String])]
    )
    func vary(_ sources: [TokenSource], _ expected: [String]) throws {
        let gate = try gate { configuration in
            configuration.tokenSources = sources
            configuration.rules = [Rule(label: "0", access: .optional)]
        }
        #expect(gate.decide(TestRequest()).lines == ["X-Accel-Expires: 5"] + expected)
    }

    @Test("Refusals are not for keeping")
    func refusals() throws {
        let gate = try gate { configuration in
            configuration.rules = [Rule(label: "0", paths: RuleTests.paths("/denied"), access: .denied)]
        }
        for request in [TestRequest(), TestRequest("GET", "/denied"), TestRequest(bearer: "x")] {
            let answer = gate.decide(request)
            #expect(answer.reason != nil)
            #expect(!answer.lines.contains { $0.hasPrefix("X-Accel") || $0.hasPrefix("Vary") })
        }
    }
}
