import Telemetry
import Testing

@Suite("Tokens in texts for logs")
struct TokenHidingTests {
    static let header = "eyJhbGciOiJFZERTQSIsImtpZCI6Im9uZSJ9"
    static let payload = "eyJpc3MiOiJhIn0"
    static let signature = "xxQa2Io_VN_WdJ9avHrVVwY-yC3zH5Q_nIKBoHT7X_0IbmlpkEVBvypy1maIzj-pDC1g7ejkKHHWw9tjsmXgCQ"
    static let token = "\(header).\(payload).\(signature)"

    @Test(
        "What looks like a token is replaced",
        arguments: [
            (token, "[token]"),
            ("/a;t=\(token)/b", "/a;t=[token]/b"),
            ("/a%3Ft=\(token)&\(token)", "/a%3Ft=[token]&[token]"),
            ("/ä/\(token)/ö", "/ä/[token]/ö"),
            // Encoded, once or more.
            ("/\(header)%2E\(payload)%2e\(signature)", "/[token]"),
            ("/%65yJ\(header.dropFirst(3)).\(payload).%78\(signature.dropFirst())", "/[token]"),
            ("/\(header)%252E\(payload)%25252E\(signature)/", "/[token]/"),
            // Cut, or in parts.
            ("\(header).\(payload)", "[token]"),
            ("\(payload).\(signature)", "[token]"),
            ("\(header).", "[token]"),
            ("\(header)..\(signature)", "[token]"),
            ("x.y-\(token).z", "[token]"),
            ("eyJ\(token)", "[token]"),
            ("eeyJeyJhbGciOiJFZERTQSJ9.e", "[token]"),
            // A header that begins with white space, or is no JSON.
            ("ewogICJhbGciOiAiRVMyNTYiCn0.e30.\(signature)", "[token]"),
            ("AAAAAAAAAAAAAAAA.AA.\(signature)", "[token]"),
        ]
    )
    func hides(text: String, shown: String) {
        #expect(text.withoutTokens == shown)
    }

    @Test(
        "Everything else stays as it is",
        arguments: [
            "", ".", "..", "%", "%2", "%2e", "%zz.", "/a/b.c",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "https://login.eu-west-1.tenant-0123456789abcdef.identity.example/realms/main", "/heyJude.mp3",
            "/acme.internal.payments.v1.PaymentService/GetPaymentByReference", "1.2.3", "é.ü.%C3%A4",
            "3f0c5a1e-0000-4000-8000-123456789abc", "now 1767268800.0 before exp + 60.0",
            "/static/application-main.abcdef0123456789abcdef.min.js",
        ]
    )
    func keeps(text: String) {
        #expect(text.withoutTokens == text)
    }
}
