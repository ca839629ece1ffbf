import JOSE
import Testing

/// One verifier for the tokens of several issuers, and the issuer that a token names before it is verified.
@Suite("Several issuers") struct SeveralIssuersTests {
    private let one = Issuer(seed: 1)
    private let two = Issuer(seed: 2)

    private func payload(_ issuer: String, audience: String = "api") -> String {
        #"{"iss":"\#(issuer)","aud":"\#(audience)","sub":"s","exp":1700000300}"#
    }

    private func verifier() throws -> TokenVerifier {
        TokenVerifier([
            (TokenRequirements(issuer: "https://one.example", audiences: .anyOf(["api"])), try one.set),
            (
                TokenRequirements(issuer: "https://two.example", audiences: .anyOf(["other"]), leeway: .zero),
                try two.set
            ),
        ])
    }

    @Test("Each issuer has its own keys and requirements") func eachIssuerHasItsOwnKeysAndRequirements() throws {
        let verifier = try verifier()
        #expect(verifier.refusal(of: one.token(payload: payload("https://one.example"))) == nil)
        #expect(verifier.refusal(of: two.token(payload: payload("https://two.example", audience: "other"))) == nil)
        #expect(verifier.refusal(of: two.token(payload: payload("https://one.example"))) == .signatureInvalid)
        #expect(
            verifier.refusal(of: one.token(payload: payload("https://two.example", audience: "other")))
                == .signatureInvalid
        )
        #expect(verifier.refusal(of: two.token(payload: payload("https://two.example"))) == .audienceMismatch)
        // The second has no leeway.
        let late = Issuer.now + 330
        #expect(verifier.refusal(of: one.token(payload: payload("https://one.example")), at: late) == nil)
        let other = two.token(payload: payload("https://two.example", audience: "other"))
        #expect(verifier.refusal(of: other, at: late) == .tokenExpired)
    }

    @Test(
        "Others are refused",
        arguments: [
            (#""iss":"https://three.example","#, TokenFailure.issuerUnknown),
            (#""iss":"https://one.example/","#, .issuerUnknown),
            ("", .issuerUnknown), (#""iss":5,"#, .claimMalformed), (#""iss":null,"#, .claimMalformed),
        ]
    )
    func othersAreRefused(member: String, reason: TokenFailure) throws {
        let token = one.token(payload: "{\(member)\"aud\":\"api\",\"exp\":1700000300}")
        #expect(try verifier().refusal(of: token) == reason)
        #expect(TokenVerifier([]).refusal(of: token) == reason)
    }

    @Test("Names compare by code point") func namesCompareByCodePoint() throws {
        let verifier = TokenVerifier([
            (TokenRequirements(issuer: "\u{E9}", audiences: .any), try one.set),
            (TokenRequirements(issuer: "e\u{301}", audiences: .any), try two.set),
        ])
        #expect(verifier.refusal(of: two.token(payload: payload("e\u{301}"))) == nil)
        #expect(verifier.refusal(of: two.token(payload: payload("\u{E9}"))) == .signatureInvalid)
    }

    @Test("The first of two with one name counts") func theFirstOfTwoWithOneNameCounts() throws {
        let requirements = TokenRequirements(issuer: "a", audiences: .any)
        let verifier = TokenVerifier([(requirements, try one.set), (requirements, try two.set)])
        #expect(verifier.refusal(of: one.token(payload: payload("a"))) == nil)
        #expect(verifier.refusal(of: two.token(payload: payload("a"))) == .signatureInvalid)
    }

    @Test("The issuer can be read before verifying") func theIssuerCanBeReadBeforeVerifying() {
        let token = one.token(payload: payload("https://any\\u002eexample"))
        #expect(UnverifiedToken.unverifiedIssuer(of: token) == "https://any.example")
        let bytes = Array(token.utf8)
        #expect(UnverifiedToken.unverifiedIssuer(of: bytes.span) == "https://any.example")
        #expect(UnverifiedToken.unverifiedIssuer(of: String(token.dropLast(4) + "AAAA")) == "https://any.example")
        #expect(UnverifiedToken.unverifiedIssuer(of: one.token(payload: #"{"iss":5}"#)) == nil)
        #expect(UnverifiedToken.unverifiedIssuer(of: one.token(payload: "{}")) == nil)
        #expect(UnverifiedToken.unverifiedIssuer(of: one.token(payload: "[]")) == nil)
        #expect(UnverifiedToken.unverifiedIssuer(of: one.token(payload: #"{"iss":"a","iss":"b"}"#)) == nil)
        #expect(UnverifiedToken.unverifiedIssuer(of: "a.b.c") == nil)
        #expect(UnverifiedToken.unverifiedIssuer(of: "") == nil)
    }
}
