import Authorization
import JOSE
import TestSupport
import Testing

/// What is answered while an issuer's keys are unknown, new or gone.
@Suite("Unknown keys and keys unavailable")
struct KeyStateTests {
    private let known = Signer.ed25519("known")
    private let new = Signer.ed25519("new")

    @Test("An unknown `kid` asks for a refresh where waiting is possible, and is refused where it is not")
    func unknownKey() throws {
        let gate = try Gate([known])
        let request = TestRequest(bearer: try new.token())
        #expect(gate.decide(request, mayWait: true).decision == .pending(.keys(IssuerID(0))))
        #expect(gate.decide(request, mayWait: true).bytes.isEmpty)
        #expect(gate.decide(request, mayWait: false).reason == .keyUnknown)
        #expect(Need.keys(IssuerID(0)).reasonIfUnmet == .keyUnknown)
        try gate.install([known, new])
        #expect(gate.decide(request, mayWait: true).decision == .allow)
    }

    @Test("No refresh is asked for before the announced time")
    func cooldown() throws {
        let gate = try Gate([known])
        let request = TestRequest(bearer: try new.token())
        gate.refuseUnknownKeys(issuer: 0, until: Gate.now + 30)
        #expect(gate.decide(request, mayWait: true).reason == .keyUnknown)
        #expect(gate.decide(request, now: Gate.now + 29.9, mayWait: true).reason == .keyUnknown)
        #expect(gate.decide(request, now: Gate.now + 30, mayWait: true).decision == .pending(.keys(IssuerID(0))))
    }

    /// Otherwise a rotated key would be refused until the clock has caught up.
    @Test("A clock that was set back does not prolong the announced time")
    func cooldownAndAClockSetBack() throws {
        let gate = try Gate([known])
        let request = TestRequest(bearer: try new.token())
        gate.refuseUnknownKeys(issuer: 0, from: Gate.now, until: Gate.now + 30)
        #expect(gate.decide(request, mayWait: true).reason == .keyUnknown)
        #expect(gate.decide(request, now: Gate.now - 200, mayWait: true).decision == .pending(.keys(IssuerID(0))))
    }

    @Test("One issuer's cooldown is not another's")
    func cooldownPerIssuer() throws {
        let other = TokenRequirements(issuer: "https://other.example", audiences: .any)
        let gate = try Gate(
            AuthorizationConfiguration(issuers: [Gate.requirements(), other]),
            keys: [[known], [known]]
        )
        gate.refuseUnknownKeys(issuer: 0, until: Gate.now + 30)
        let request = TestRequest(
            bearer: try new.sign(payload: Claims.payload(changing: "iss", to: "\"https://other.example\""))
        )
        #expect(gate.decide(request, mayWait: true).decision == .pending(.keys(IssuerID(1))))
    }

    @Test(
        "A token that is refused anyway never asks for keys",
        arguments: [
            Claims.payload(changing: "exp", to: "1"), Claims.payload(changing: "aud", to: "\"other\""),
            Claims.payload(changing: "iss", to: "\"https://other.example\""), "[]",
        ]
    )
    func cheapRefusals(_ payload: String) throws {
        let gate = try Gate([known])
        let request = TestRequest(bearer: try new.sign(payload: payload))
        #expect(gate.decide(request, mayWait: true).reason != nil)
    }

    @Test("A known `kid` with a bad signature never asks for keys")
    func badSignature() throws {
        let gate = try Gate([known])
        let forged = try Signer.ed25519("known").token()
        #expect(gate.decide(TestRequest(bearer: forged), mayWait: true).reason == .signatureInvalid)
    }

    @Test("A token without `kid` never asks for keys")
    func withoutKeyID() throws {
        let gate = try Gate([known])
        let stranger = try Signer.ed25519(nil).token()
        #expect(gate.decide(TestRequest(bearer: stranger), mayWait: true).reason == .signatureInvalid)
    }

    @Test("A key without `kid` serves a token with any; if it does not fit, a refresh may bring the right one")
    func keyWithoutID() throws {
        let anonymous = Signer.ed25519(nil)
        let gate = try Gate([anonymous])
        let header = #"{"alg":"EdDSA","kid":"whatever"}"#
        #expect(gate.decide(TestRequest(bearer: try anonymous.token(header: header)), mayWait: true).decision == .allow)
        let request = TestRequest(bearer: try new.token())
        #expect(gate.decide(request, mayWait: true).decision == .pending(.keys(IssuerID(0))))
        #expect(gate.decide(request).reason == .signatureInvalid)
    }

    @Test("Every signature that is verified counts, also where a refresh may bring the right key; else none does")
    func countsVerifications() throws {
        let request = TestRequest(bearer: try new.token())
        let others = try Gate([.ed25519("a"), .ed25519("b")])
        #expect(others.decide(request, mayWait: true).decision == .pending(.keys(IssuerID(0))))
        #expect(others.authorizer.verifications == 0)
        let anonymous = try Gate([.ed25519(nil), .ed25519(nil)])
        #expect(anonymous.decide(request, mayWait: true).decision == .pending(.keys(IssuerID(0))))
        #expect(anonymous.authorizer.verifications == 2)
    }

    @Test("No usable keys: unavailable, whether there is no set, an empty one, or one that was withdrawn")
    func unavailable() throws {
        let request = TestRequest(bearer: try known.token())
        var authorizer = Authorizer(AuthorizationConfiguration(issuers: [Gate.requirements()]))
        var fields = AnswerFields()
        func decide() -> Decision {
            authorizer.decide(
                request.subrequest,
                in: request.bytes.span,
                now: Gate.now,
                mayWait: true,
                into: &fields
            )
        }
        func install(_ keys: JWKSet?, _ generation: UInt64) {
            authorizer.install(.keys(IssuerID(0), KeyEvidence(keys: keys, generation: generation)))
        }
        #expect(decide() == .deny(.keysUnavailable))
        let empty = try JWKSet(parsing: Array(#"{"keys":[]}"#.utf8), trust: .fetched)
        install(empty, 1)
        #expect(decide() == .deny(.keysUnavailable))
        install(try JWKSet(parsing: Array("{\"keys\":[\(known.jwk)]}".utf8), trust: .fetched), 2)
        #expect(decide() == .allow)
        install(nil, 0)
        #expect(decide() == .deny(.keysUnavailable))
    }

    @Test("Where nothing else is wrong with the token so far: an expired one is 401 though keys are missing")
    func unavailableComesLate() throws {
        let gate = try Gate()
        #expect(gate.decide(bearer: try known.token(), now: 2e9).reason == .tokenExpired)
        #expect(gate.decide(bearer: "x").reason == .tokenMalformed)
    }

    @Test("One issuer without keys does not concern another's tokens")
    func otherIssuer() throws {
        let other = TokenRequirements(issuer: "https://other.example", audiences: .any)
        let gate = try Gate(AuthorizationConfiguration(issuers: [other, Gate.requirements()]), keys: [[], [known]])
        #expect(gate.decide(bearer: try known.token()).decision == .allow)
    }
}
