import Authorization
import JOSE
import Testing

/// What a request has, and what becomes of it.
struct TokenSourceCase: Sendable, CustomTestStringConvertible {
    let what: String
    var sources: [TokenSource] = [.bearer]
    var headers: [(String, String)] = []
    var target = "/"
    let expected: Reason?

    var testDescription: String { what }
}

extension TokenSource {
    fileprivate static let bare = TokenSource.header(name: "X-Token", scheme: "")
    fileprivate static let tokenCookie = TokenSource.cookie(name: "access_token")
    fileprivate static let tokenQuery = TokenSource.query(name: "access_token")
}

/// Where tokens stand: `{T}` is a good token, `{U}` another good one.
@Suite("Where tokens stand")
struct TokenSourceTests {
    private func check(_ item: TokenSourceCase) throws {
        let signer = Signer.ed25519()
        let first = try signer.token()
        let second = try signer.token("\"jti\":\"2\"")
        let fill = { (text: String) in
            text.replacing("{T}", with: first).replacing("{U}", with: second)
                .replacing("{%T}", with: first.utf8.map { "%" + Self.hex($0) }.joined())
        }
        let gate = try Gate([signer]) { $0.tokenSources = item.sources }
        let request = TestRequest("GET", fill(item.target), headers: item.headers.map { ($0.0, fill($0.1)) })
        #expect(gate.decide(request).reason == item.expected)
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.count == 1 ? "0" + text : text
    }

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
    func authorizationHeader(_ item: TokenSourceCase) throws { try check(item) }

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
    func otherHeaders(_ item: TokenSourceCase) throws { try check(item) }

    @Test(
        "Cookies",
        arguments: [
            TokenSourceCase(
                what: "alone",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token={T}")],
                expected: nil
            ),
            TokenSourceCase(
                what: "first",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token={T}; a=1")],
                expected: nil
            ),
            TokenSourceCase(
                what: "last",
                sources: [.tokenCookie],
                headers: [("Cookie", "a=1; b=;access_token={T}")],
                expected: nil
            ),
            TokenSourceCase(
                what: "quoted",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token=\"{T}\"")],
                expected: nil
            ),
            TokenSourceCase(
                what: "in the second header",
                sources: [.tokenCookie],
                headers: [("Cookie", "a=1"), ("cookie", "access_token={T}")],
                expected: nil
            ),
            TokenSourceCase(
                what: "name in other case",
                sources: [.tokenCookie],
                headers: [("Cookie", "Access_Token={T}")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "longer name",
                sources: [.tokenCookie],
                headers: [("Cookie", "xaccess_token={T}; access_token2={T}")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "empty",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token=")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "quotes alone",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token=\"\"")],
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "one quote",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token=\"")],
                expected: .tokenMalformed
            ),
            TokenSourceCase(
                what: "twice the same",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token={T}; access_token={T}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "twice, once empty",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token=; access_token={T}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "in two headers",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token={T}"), ("Cookie", "access_token={T}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "joined with a comma",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token={T}, access_token={T}")],
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "another cookie with a comma",
                sources: [.tokenCookie],
                headers: [("Cookie", "seen=1,2; access_token={T}")],
                expected: nil
            ),
        ]
    )
    func cookies(_ item: TokenSourceCase) throws { try check(item) }

    @Test(
        "Query",
        arguments: [
            TokenSourceCase(
                what: "alone",
                sources: [.tokenQuery],
                target: "/a?access_token={T}",
                expected: nil
            ),
            TokenSourceCase(
                what: "among others",
                sources: [.tokenQuery],
                target: "/a?x=1&access_token={T}&y",
                expected: nil
            ),
            TokenSourceCase(
                what: "encoded value",
                sources: [.tokenQuery],
                target: "/?access_token={%T}",
                expected: nil
            ),
            TokenSourceCase(
                what: "encoded name",
                sources: [.tokenQuery],
                target: "/?access%5Ftoken={T}",
                expected: nil
            ),
            TokenSourceCase(what: "off by default", target: "/?access_token={T}", expected: .tokenMissing),
            TokenSourceCase(
                what: "no query",
                sources: [.tokenQuery],
                target: "/access_token={T}",
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "empty",
                sources: [.tokenQuery],
                target: "/?access_token=",
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "no value",
                sources: [.tokenQuery],
                target: "/?access_token",
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "other case",
                sources: [.tokenQuery],
                target: "/?Access_Token={T}",
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "second question mark",
                sources: [.tokenQuery],
                target: "/?a?access_token={T}",
                expected: .tokenMissing
            ),
            TokenSourceCase(
                what: "twice the same",
                sources: [.tokenQuery],
                target: "/?access_token={T}&access_token={T}",
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "twice, once without value",
                sources: [.tokenQuery],
                target: "/?access_token&access_token={T}",
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "twice, once encoded",
                sources: [.tokenQuery],
                target: "/?access_token={T}&access%5ftoken={T}",
                expected: .tokenAmbiguous
            ),
            TokenSourceCase(
                what: "broken encoding",
                sources: [.tokenQuery],
                target: "/?access_token=a%2",
                expected: .tokenMalformed
            ),
            TokenSourceCase(
                what: "a plus is no space",
                sources: [.tokenQuery],
                target: "/?access_token=+{T}",
                expected: .tokenMalformed
            ),
        ]
    )
    func query(_ item: TokenSourceCase) throws { try check(item) }

    @Test(
        "Several places",
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
                what: "places that are not listed",
                sources: [],
                headers: [("Authorization", "Bearer {T}")],
                expected: .tokenMissing
            ),
        ]
    )
    func severalPlaces(_ item: TokenSourceCase) throws { try check(item) }

    @Test("The query source has nothing to read where the target is unknown")
    func queryWithoutTarget() throws {
        let gate = try Gate { $0.tokenSources = [.tokenQuery] }
        for target in [Subrequest.Target.absent, .ambiguous] {
            var request = TestRequest()
            request.subrequest.target = target
            #expect(gate.decide(request).reason == .tokenMissing)
        }
    }

    @Test("A token of the limit's size is judged, one byte more is too large")
    func size() throws {
        let signer = Signer.ed25519()
        let token = try signer.token()
        let gate = try Gate([signer]) { $0.tokenLimit = token.utf8.count }
        #expect(gate.decide(bearer: token).decision == .allow)
        #expect(gate.decide(bearer: token + "A").reason == .tokenTooLarge)
    }
}
