import Authorization
import JOSE
import TestSupport
import Testing

/// Token sources: headers, and several sources together.
@Suite("Token sources")
struct TokenSourceTests {
    @Test(
        "The Authorization header",
        arguments: [
            TokenSourceCase(what: "Bearer", headers: [("Authorization", "Bearer {T}")], expected: nil),
            TokenSourceCase(what: "name without case", headers: [("aUTHORIZATION", "Bearer {T}")], expected: nil),
            TokenSourceCase(what: "scheme in lower case", headers: [("Authorization", "bearer {T}")], expected: nil),
            TokenSourceCase(what: "scheme in upper case", headers: [("Authorization", "BEARER {T}")], expected: nil),
            TokenSourceCase(what: "several spaces", headers: [("Authorization", "Bearer   {T}")], expected: nil),
            TokenSourceCase(what: "no header", expected: .tokenMissing),
            TokenSourceCase(what: "empty", headers: [("Authorization", "")], expected: .tokenMissing),
            TokenSourceCase(what: "bare Bearer", headers: [("Authorization", "Bearer")], expected: .tokenMissing),
            TokenSourceCase(
                what: "Bearer and a space",
                headers: [("Authorization", "Bearer ")],
                expected: .tokenMissing
            ),
            TokenSourceCase(what: "no scheme", headers: [("Authorization", "{T}")], expected: .tokenMissing),
            TokenSourceCase(what: "Basic", headers: [("Authorization", "Basic dTpw")], expected: .tokenMissing),
            TokenSourceCase(
                what: "longer scheme",
                headers: [("Authorization", "BearerX {T}")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "Digest with commas",
                headers: [("Authorization", "Digest a=b, c=d")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "another scheme, whatever its form",
                headers: [("Authorization", "Basic x, Bearer {T}")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "something behind",
                headers: [("Authorization", "Bearer {T} x")],
                expected: .tokenMalformed
            ),
            TokenSourceCase(
                what: "joined",
                headers: [("Authorization", "Bearer {T}, Bearer {T}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "joined, no space",
                headers: [("Authorization", "Bearer {T},{T}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "joined with Basic",
                headers: [("Authorization", "Bearer {T}, Basic x")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "twice the same",
                headers: [("Authorization", "Bearer {T}"), ("authorization", "Bearer {T}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "Basic and Bearer",
                headers: [("Authorization", "Basic dTpw"), ("Authorization", "Bearer {T}")],
                expected: .tokenAmbiguous
            ),
        ]
    )
    func authorizationHeader(_ item: TokenSourceCase) throws { try item.check() }

    @Test(
        "Other headers",
        arguments: [
            TokenSourceCase(
                what: "bare value",
                sources: [.bare],
                headers: [("X-Token", "{T}")],
                expected: nil
            ),
            TokenSourceCase(
                what: "scheme where none belongs",
                sources: [.bare],
                headers: [("X-Token", "Bearer {T}")],
                expected: .tokenMalformed
            ),
            TokenSourceCase(
                what: "empty",
                sources: [.bare],
                headers: [("X-Token", "")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "joined",
                sources: [.bare],
                headers: [("X-Token", "{T}, {T}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "not a source",
                sources: [.bare],
                headers: [("Authorization", "Bearer {T}")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "own scheme",
                sources: [.header(name: "X-Auth", scheme: "JWT")],
                headers: [("x-auth", "jwt {T}")],
                expected: nil
            ),
            TokenSourceCase(
                what: "two schemes of one header",
                sources: [.bearer, .header(name: "Authorization", scheme: "DPoP")],
                headers: [("Authorization", "DPoP {T}")],
                expected: nil
            ),
        ]
    )
    func otherHeaders(_ item: TokenSourceCase) throws { try item.check() }

    @Test(
        "Several sources",
        arguments: [
            TokenSourceCase(
                what: "the same in header and cookie",
                sources: [.bearer, .tokenCookie],
                headers: [("Authorization", "Bearer {T}"), ("Cookie", "access_token={T}")],
                expected: nil
            ),
            TokenSourceCase(
                what: "the same everywhere",
                sources: [.bearer, .bare, .tokenCookie, .tokenQuery],
                headers: [("Authorization", "Bearer {T}"), ("X-Token", "{T}"), ("Cookie", "access_token={T}")],
                target: "/?access_token={%T}",
                expected: nil
            ),
            TokenSourceCase(
                what: "different in header and cookie",
                sources: [.bearer, .tokenCookie],
                headers: [("Authorization", "Bearer {T}"), ("Cookie", "access_token={U}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "different in header and query",
                sources: [.bearer, .tokenQuery],
                headers: [("Authorization", "Bearer {T}")],
                target: "/?access_token={U}",
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "different in query and header",
                sources: [.tokenQuery, .bearer],
                headers: [("Authorization", "Bearer {T}")],
                target: "/?access_token={U}",
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "different in two query members",
                sources: [.tokenQuery, .query(name: "token")],
                target: "/?access_token={T}&token={U}",
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "the same in two query members",
                sources: [.tokenQuery, .query(name: "token")],
                target: "/?access_token={T}&token={%T}",
                expected: nil
            ),
            TokenSourceCase(
                what: "another scheme beside a cookie",
                sources: [.bearer, .tokenCookie],
                headers: [("Authorization", "Basic dTpw"), ("Cookie", "access_token={T}")],
                expected: nil
            ),
            TokenSourceCase(
                what: "a good one and a bad one",
                sources: [.bearer, .tokenCookie],
                headers: [("Authorization", "Bearer {T}"), ("Cookie", "access_token=x")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "sources that are not configured",
                sources: [],
                headers: [("Authorization", "Bearer {T}")],
                expected: .tokenMissing
            ),
        ]
    )
    func severalPlaces(_ item: TokenSourceCase) throws { try item.check() }

    @Test("The query source has nothing to read where the target is unknown")
    func queryWithoutTarget() throws {
        let gate = try Gate { $0.tokenSources = [.tokenQuery] }
        for target in [Subrequest.Target.absent, .ambiguous] {
            var request = TestRequest()
            request.subrequest.target = target
            #expect(gate.decide(request).reason == .tokenMissing)
        }
    }

    @Test("A token of the maximum size is evaluated, one byte more is too large")
    func size() throws {
        let signer = Signer.ed25519()
        let token = try signer.token()
        let gate = try Gate([signer]) { $0.tokenLimit = token.utf8.count }
        #expect(gate.decide(bearer: token).decision == .allow)
        #expect(gate.decide(bearer: token + "A").reason == .tokenTooLarge)
    }
}
