import Authorization
import JOSE
import TestSupport
import Testing

/// Claim headers of single issuers, and values for absent claims.
@Suite("Claim headers of issuers, defaults")
struct IssuerClaimHeaderTests {
    private static func header(_ name: String, _ claim: String, default value: String? = nil) throws -> ClaimHeader {
        ClaimHeader(name: name, content: .claim(try #require(ClaimPath(claim)), .plain), defaultValue: value)
    }

    @Test("An issuer's header replaces the general one of its name, or is empty for the others")
    func issuers() throws {
        let signers = [Signer.ed25519(), Signer.ed25519()]
        let names = ["https://a.example", "https://b.example"]
        var configuration = AuthorizationConfiguration(
            issuers: names.map { TokenRequirements(issuer: $0, audiences: .any) },
            claimHeaders: [try Self.header("X-Sub", "sub"), try Self.header("X-Name", "name")]
        )
        configuration.issuerClaimHeaders = [
            1: [
                try Self.header("x-sub", "uid"), try Self.header("X-Tenant", "tenant"),
                ClaimHeader(name: "X-Payload", content: .payload),
            ]
        ]
        configuration.policies = ["open": [Rule(label: "o", access: .anonymous)]]
        let gate = try Gate(configuration, keys: signers.map { [$0] })
        func lines(_ number: Int) throws -> [String] {
            let payload =
                #"{"iss":"\#(names[number])","exp":\#(Claims.expiry),"sub":"s","uid":"u","name":"n","tenant":"t"}"#
            let token = try signers[number].sign(payload: payload)
            let first = gate.decide(bearer: token).lines
            for _ in 0..<2 { #expect(gate.decide(bearer: token).lines == first) }
            let encoded = String(token.split(separator: ".")[1])
            return first.map { $0.replacing(encoded, with: "payload") }
        }
        #expect(try lines(0) == ["X-Sub: s", "X-Name: n", "X-Tenant:", "X-Payload:"])
        #expect(try lines(1) == ["X-Sub: u", "X-Name: n", "X-Tenant: t", "X-Payload: payload"])
        #expect(gate.decide(TestRequest(policy: "open")).lines == ["X-Sub:", "X-Name:", "X-Tenant:", "X-Payload:"])
    }

    @Test(
        "A default replaces an absent claim and null, not an empty one",
        arguments: [
            ("", "none"), (#""x":null"#, "none"), (#""x":"""#, ""), (#""x":[]"#, "[]"), (#""x":false"#, "false"),
            (#""x":"a""#, "a"),
        ]
    )
    func defaults(_ claims: String, _ expected: String) throws {
        let signer = Signer.ed25519()
        let header = try Self.header("X-Claim", "x", default: "none")
        let gate = try Gate([signer]) { $0.claimHeaders = [header] }
        #expect(gate.decide(bearer: try signer.token(claims))["X-Claim"] == expected)
    }

    @Test("A default is written as a claim is, and never without a token")
    func encodedDefault() throws {
        let signer = Signer.ed25519()
        let header = try Self.header("X-Claim", "x", default: " é\r\n,% ")
        let gate = try Gate([signer]) { configuration in
            configuration.claimHeaders = [header]
            configuration.policies = ["open": [Rule(label: "o", access: .optional)]]
        }
        #expect(gate.decide(bearer: try signer.token())["X-Claim"] == "%20%C3%A9%0D%0A,%25%20")
        #expect(gate.decide(TestRequest(policy: "open")).lines == ["X-Claim:"])
    }
}
