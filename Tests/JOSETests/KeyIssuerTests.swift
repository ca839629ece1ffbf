import JOSE
import Testing

/// A key's own `issuer` member, as in sets that several tenants share.
@Suite("A key's own issuer")
struct KeyIssuerTests {
    private static let issuer = "https://login.example/5d1e/v2.0"

    private func set(_ member: String, issuer: String? = Self.issuer) throws -> JWKSet {
        let key =
            #"{"kty":"OKP","crv":"Ed25519","kid":"k","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"\#(member)}"#
        return try JWKSet(parsing: Array(#"{"keys":[\#(key)]}"#.utf8), trust: .fetched, issuer: issuer)
    }

    @Test(
        "Keys of this issuer, of its whole host, and of no host of ours",
        arguments: [
            "https://login.example/5d1e/v2.0", "https://login.example/{tenantid}/v2.0",
            "https://other.example/5d1e/v2.0",
            "https://other.example/{tenantid}/v2.0", "no URL", "", "urn:login.example", "https:///x",
            "https://login.example.org/x",
        ]
    )
    func usable(_ member: String) throws {
        #expect(try set(#","issuer":"\#(member)""#).keys.count == 1)
    }

    @Test(
        "Keys that name another issuer of this host",
        arguments: [
            "https://login.example/aaaa/v2.0", "https://login.example/5d1e/v2.0/", "https://login.example/{tenantid}",
            "https://LOGIN.example/5d1e/v2.0", "https://login.example:443/5d1e/v2.0",
            "https://u@login.example/5d1e/v2.0",
            "https://login.example./5d1e/v2.0", "http://login.example/5d1e/v2.0",
            "https://login.example/{tenantid}/{tenantid}",
            "https://login.example/{tenantid}x/v2.0", "https://login.example/{TENANTID}/v2.0", "https://login.example",
            "https://login.example/5d1e/{tenantid}/v2.0", "https://login.example/aaaa/{tenantid}",

        ]
    )
    func rejected(_ member: String) throws {
        let set = try set(#","issuer":"\#(member)""#)
        #expect(set.keys.isEmpty)
        #expect(set.rejections.first?.reason == "`issuer` is \"\(member)\": the key belongs to another issuer")
    }

    @Test("A wrong type rejects the key; none at all, and no configured issuer, say nothing")
    func others() throws {
        #expect(try set(#","issuer":1"#).rejections.first?.reason == "`issuer` is not a string")
        #expect(try set("").keys.count == 1)
        // Some readers of URLs end the host at a backslash.
        #expect(try set(#","issuer":"https://login.example\\@other.example/x""#).keys.isEmpty)
        #expect(try set(#","issuer":"https://login.example/aaaa/v2.0""#, issuer: nil).keys.count == 1)
        #expect(try set(#","issuer":"https://a.example/x""#, issuer: "not a URL").keys.count == 1)
    }
}
