import Authorization
import JOSE
import TestSupport
import Testing

/// RFC 9068 as a switch.
@Suite("Token profiles")
struct TokenProfileTests {
    private let signer = Signer.ed25519()
    private static let claims = #""client_id":"c","iat":1800000000,"jti":"j""#
    private static let header = #"{"alg":"EdDSA","kid":"ed","typ":"at+jwt"}"#

    private func reason(_ payload: String, _ header: String = header) throws -> Reason? {
        var requirements = Gate.requirements()
        TokenProfile.rfc9068.apply(to: &requirements)
        return try Gate([signer], requirements: requirements).decide(
            bearer: try signer.sign(header: header, payload: payload)
        ).reason
    }

    @Test("An access token with everything")
    func good() throws {
        #expect(try reason(Claims.payload(Self.claims)) == nil)
        #expect(
            try reason(Claims.payload(Self.claims), #"{"alg":"EdDSA","kid":"ed","typ":"application/AT+jwt"}"#) == nil
        )
    }

    @Test("An ID token or one without type", arguments: [#","typ":"JWT""#, ""])
    func type(_ type: String) throws {
        #expect(try reason(Claims.payload(Self.claims), #"{"alg":"EdDSA","kid":"ed"\#(type)}"#) == .typeNotAllowed)
    }

    @Test("Each required claim", arguments: ["sub", "client_id", "iat", "jti"])
    func missing(_ claim: String) throws {
        let payload = Claims.payload(Self.claims).replacing("\"\(claim)\":", with: "\"x-\(claim)\":")
        #expect(try reason(payload) == .claimMissing)
    }

    @Test("`aud` is required where every audience is accepted")
    func audience() throws {
        var requirements = Gate.requirements { $0.audiences = .any }
        TokenProfile.rfc9068.apply(to: &requirements)
        let gate = try Gate([signer], requirements: requirements)
        let payload = Claims.payload(Self.claims).replacing("\"aud\":", with: "\"x-aud\":")
        #expect(gate.decide(bearer: try signer.sign(header: Self.header, payload: payload)).reason == .claimMissing)
    }

    @Test("What the operator wrote stays, and nothing is required twice")
    func additions() {
        var requirements = Gate.requirements {
            $0.tokenTypes = ["custom"]
            $0.requiredClaims = ["tenant", "sub"]
        }
        TokenProfile.rfc9068.apply(to: &requirements)
        #expect(requirements.tokenTypes == ["custom"])
        #expect(requirements.requiredClaims == ["tenant", "sub", "aud", "client_id", "iat", "jti"])
    }
}
