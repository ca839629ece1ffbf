import Testing

@testable import Issuers

@Suite("URLs of keys")
struct KeyURLTests {
    @Test(
        "Parts of a URL",
        arguments: [
            ("https://issuer.example/keys", "https", "issuer.example", 443),
            ("HTTPS://Issuer.Example/keys?a=b", "https", "issuer.example", 443),
            ("http://127.0.0.1:8080", "http", "127.0.0.1", 8080),
            ("https://[2001:db8::1]:8443/keys", "https", "2001:db8::1", 8443),
        ]
    )
    func parts(text: String, scheme: String, host: String, port: Int) throws {
        let url = try KeyURL(text)
        #expect(url.scheme == scheme)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.description == text)
    }

    @Test(
        "URLs that are not for keys",
        arguments: [
            "", "/keys", "issuer.example/keys", "https://", "https:///keys", "file:///keys", "ftp://issuer.example/",
            "unix:///run/keys.sock", "http+unix://a/b", "https://user@issuer.example/",
            "https://user:word@issuer.example/",
            "https://issuer.example:70000:1/", "https://issuer.example:65536/", "https://127.0.0.1:99999/",
            "https://issuer.example:0/", "https://a%0d%0ab/", "https://a b/", "https://%00/",
            "https://[fe80::1%25eth0]/",
        ]
    )
    func notForKeys(text: String) {
        #expect(throws: FetchError.self) { try KeyURL(text) }
    }

    @Test("Passwords stay out of messages") func passwordsStayOutOfMessages() {
        do throws(FetchError) {
            _ = try KeyURL("https://user:geheim@issuer.example/")
        } catch {
            #expect(!error.message.contains("geheim"))
        }
    }

    @Test(
        "Origins",
        arguments: [
            ("https://a.example/x", "https://a.example:443/y", true),
            ("https://a.example/x", "https://A.Example/y", true),
            ("https://a.example/x", "http://a.example/x", false),
            ("https://a.example/x", "https://a.example:8443/x", false),
            ("https://a.example/x", "https://b.example/x", false),
            ("https://a.example/x", "https://a.example./x", false),
        ]
    )
    func origins(one: String, other: String, areSame: Bool) throws {
        #expect(try KeyURL(one).hasSameOrigin(as: KeyURL(other)) == areSame)
    }

    @Test(
        "References in redirects",
        arguments: [
            ("/y", "https://a.example/y"), ("y?b", "https://a.example/d/y?b"), ("//b.example/y", "https://b.example/y"),
            ("../y", "https://a.example/y"),
        ]
    )
    func references(reference: String, url: String) throws {
        #expect(try KeyURL(reference, relativeTo: KeyURL("https://a.example/d/x")).description == url)
    }

    @Test("Quotes are short and harmless") func quotesAreShortAndHarmless() {
        #expect(FetchError.quote("a\u{1B}[31m\né") == "`a?[31m??`")
        #expect(FetchError.quote(String(repeating: "x", count: 5000)).count < 210)
    }
}
