import Testing

@testable import Reports

@Suite("Request lines") struct RequestLineTests {
    @Test(
        "Request lines as people type them are read",
        arguments: [
            ("GET /a?b", "GET", "/a?b", nil), ("/a", "GET", "/a", nil), ("  PUT  \t/a  ", "PUT", "/a", nil),
            ("M-SEARCH /a", "M-SEARCH", "/a", nil), ("GET /a\u{a0}b", "GET", "/a\u{a0}b", nil),
            ("GET https://api.example:8443/a?b", "GET", "/a?b", "api.example:8443"), ("HTTP://h", "GET", "/", "h"),
            ("http://[::1]:80/x", "GET", "/x", "[::1]:80"), ("http://a~b/x", "GET", "/x", "a~b"),
        ] as [(String, String, String, String?)]
    )
    func whatPeopleTypeIsRead(_ text: String, _ method: String, _ target: String, _ host: String?) {
        #expect(RequestLine(text) == RequestLine(method: method, target: target, host: host))
    }

    @Test(
        "Anything else is not read",
        arguments: [
            "", " ", "GET", "GET a", "GET /a HTTP/1.1", "ftp://h/", "http:", "http://", "http:///a", "*", "http://h?x",
            "http://h#x", "/my /path", "G@T /x", "GÉT /x", "GET\u{a0}/x", "GET\n/x",
            "http://u@h/x", "http://a[b]/x", "http://h:port/x", "http://h:65536/x",
        ]
    )
    func anythingElseIsNot(_ text: String) {
        #expect(RequestLine(text) == nil)
    }
}
