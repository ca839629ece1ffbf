import Authorization
import JOSE
import Testing

/// Token sources: cookies and the query.
@Suite("Token sources: cookies and query")
struct TokenSourceEncodingTests {
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
                expected: nil
            ),
            TokenSourceCase(
                what: "twice, once empty",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token=; access_token={T}")],
                expected: nil
            ),
            TokenSourceCase(
                what: "in two headers",
                sources: [.tokenCookie],
                headers: [("Cookie", "access_token={T}"), ("Cookie", "access_token={T}")],
                expected: nil
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
    func cookies(_ item: TokenSourceCase) throws { try item.check() }

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
    func query(_ item: TokenSourceCase) throws { try item.check() }
}
