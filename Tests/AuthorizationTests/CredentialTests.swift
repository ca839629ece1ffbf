import Authorization
import JOSE
import TestSupport
import Testing

/// Tokens in chunks, behind Basic, and among WebSocket subprotocols.
@Suite("Where tokens are: chunks, Basic and WebSocket subprotocols")
struct CredentialTests {
    private let signer = Signer.ed25519()

    /// What becomes of a request: `{T}` is a good token, `{A}` and `{B}` its halves, `{U}` another good token.
    private func reason(_ source: TokenSource, _ headers: [(String, String)]) throws -> Reason? {
        let token = try signer.token()
        let other = try signer.token("\"jti\":\"2\"")
        let middle = token.index(token.startIndex, offsetBy: token.count / 2)
        let gate = try Gate([signer]) { $0.tokenSources = [source] }
        let filled = headers.map { name, value in
            (
                name,
                value.replacing("{T}", with: token).replacing("{U}", with: other)
                    .replacing("{A}", with: token[..<middle]).replacing("{B}", with: token[middle...])
                    .replacing(/\{64:(.*?)\}/) { Self.base64(String($0.output.1)) }
                    .replacing(/\{64url:(.*?)\}/) { Base64URL.encode($0.output.1.utf8) }
            )
        }
        return gate.decide(TestRequest("GET", "/", headers: filled)).reason
    }

    private static func base64(_ text: String) -> String {
        let url = Base64URL.encode(text.utf8)
        let padding = String(repeating: "=", count: (4 - url.count % 4) % 4)
        return url.replacing("-", with: "+").replacing("_", with: "/") + padding
    }

    @Test(
        "Cookies given twice",
        arguments: [
            ("t={T}; t={T}", nil), ("t={T}; t=\"{T}\"", nil), ("t={T}; t={U}", .tokenAmbiguous), ("t=; t={T}", nil),
            ("t={T}; t=", nil), ("t=\"\"; t={T}", nil), ("t=", .tokenMissing), ("t=; t=", .tokenMissing),
            ("t={T}; T={U}; tt={U}; t.0={U}", nil),
        ] as [(String, Reason?)]
    )
    func repeatedCookies(_ cookies: String, _ expected: Reason?) throws {
        #expect(try reason(.cookie(name: "t"), [("Cookie", cookies)]) == expected)
        let fields = cookies.split(separator: "; ").map { ("cookie", String($0)) }
        #expect(try reason(.cookie(name: "t"), fields) == expected)
    }

    @Test(
        "Chunked cookies",
        arguments: [
            ("t.0={A}; t.1={B}", nil), ("t.1={B}; a=b; t.0={A}", nil), ("t.0={T}", nil), ("t={T}", nil),
            ("t={T}; t.0={A}; t.1={B}", nil), ("t={U}; t.0={A}; t.1={B}", .tokenAmbiguous),
            ("t.0={A}; t.2={B}", .tokenMalformed), ("t.1={T}", .tokenMalformed),
            ("t.0={A}; t.1=; t.2={B}", .tokenMalformed),
            ("t.0={A}; t.0={A}; t.1={B}", nil), ("t.0={A}; t.0={B}; t.1={B}", .tokenAmbiguous),
            ("t.0={A}; t.1={B}; t.2=", nil),
            ("t.0={A}; t.01={B}; t.1={B}", nil), ("t.00={T}", .tokenMissing), ("t.x={T}; t.={T}", .tokenMissing),
            ("t.0=\"{A}\"; t.1=\"{B}\"", nil), ("t.0={A},; t.1={B}", .tokenAmbiguous),
            ("t={T}; t.1={B}", .tokenMalformed),
            ("t.0={A}; t.1={B}; t.12345={T}", .tokenMalformed),
            ("t.0={T}; t.99999999999999999999999=x", .tokenMalformed),
        ] as [(String, Reason?)]
    )
    func chunks(_ cookies: String, _ expected: Reason?) throws {
        #expect(try reason(.cookie(name: "t", isChunked: true), [("Cookie", cookies)]) == expected)
    }

    @Test(
        "Cookies with a scheme are percent-decoded first",
        arguments: [
            ("t=Bearer%20{T}", nil), ("t=bearer%20%20{T}", nil), ("t=\"Bearer {T}\"", nil),
            ("t=Bearer+{T}", .tokenMissing),
            ("t={T}", .tokenMissing), ("t=Bearer", .tokenMissing), ("t=Bearer%20", .tokenMissing),
            ("t=Token%20{T}", .tokenMissing),
            ("t=%42earer%20{T}", nil), ("t=Bearer%20{T}%2C", .tokenAmbiguous), ("t=Bearer%20{T}; t=Bearer%20{T}", nil),
        ] as [(String, Reason?)]
    )
    func cookieScheme(_ cookies: String, _ expected: Reason?) throws {
        #expect(try reason(.cookie(name: "t", scheme: "Bearer"), [("Cookie", cookies)]) == expected)
    }

    @Test("Chunks are joined before a scheme is looked for")
    func chunkedScheme() throws {
        let source = TokenSource.cookie(name: "t", scheme: "Bearer", isChunked: true)
        #expect(try reason(source, [("Cookie", "t.0=Bearer%2; t.1=0{A}; t.2={B}")]) == nil)
        #expect(try reason(source, [("Cookie", "t.0=Bearer%20{A}; t.1={B}; t=Bearer%20{T}")]) == nil)
        #expect(try reason(source, [("Cookie", "t.0=Bearer%20{A}; t.1={B}; t=Bearer%20{U}")]) == .tokenAmbiguous)
    }

    @Test(
        "Basic credentials",
        arguments: [
            ("Basic {64:user:{T}}", nil), ("basic {64::{T}}", nil), ("Basic {64:{T}:}", nil),
            ("Basic {64:{T}:x-oauth-basic}", nil),
            ("Basic {64:{T}:{T}}", nil), ("Basic {64:{T}:{U}}", nil), ("Basic {64:a:b}", .tokenMalformed),
            ("Basic {64:a:}", .tokenMalformed), ("Basic {64::}", .tokenMissing), ("Basic", .tokenMissing),
            ("Basic ", .tokenMissing),
            ("Basic {64:{T}}", .tokenMalformed), ("Basic !", .tokenMalformed), ("Basic dTpw==", .tokenMalformed),
            ("Basic dTp", .tokenMalformed), ("Bearer {T}", .tokenMissing), ("Basic {64:a:b},x", .tokenAmbiguous),
            ("Basic {64:eyJ.a.b.c.d:{T}}", nil),
        ] as [(String, Reason?)]
    )
    func basic(_ value: String, _ expected: Reason?) throws {
        #expect(try reason(.header(name: "Authorization", scheme: "Basic"), [("Authorization", value)]) == expected)
    }

    @Test("Where Basic is a source, 401s offer it behind Bearer in the same field")
    func basicChallenge() throws {
        let source = TokenSource.header(name: "Authorization", scheme: "basic")
        let plain = try Gate([signer]) { $0.tokenSources = [.bearer, source] }
        #expect(plain.decide(TestRequest()).lines == ["WWW-Authenticate: Bearer, Basic realm=\"postern\""])
        let named = try Gate([signer]) { configuration in
            configuration.tokenSources = [source]
            configuration.challenge = Challenge(realm: "the \"api\"")
            configuration.rules = [
                Rule(label: "0", requirement: Requirement(scopes: ["a"]), resourceMetadata: "https://api.example/m")
            ]
        }
        #expect(
            named.decide(TestRequest())["WWW-Authenticate"]
                == #"Bearer realm="the \"api\"", resource_metadata="https://api.example/m", Basic realm="the \"api\"""#
        )
        let request = TestRequest(headers: [("Authorization", "Basic \(Self.base64(":" + (try signer.token())))")])
        #expect(named.decide(request).reason == .scopeInsufficient)
        #expect(named.decide(request)["WWW-Authenticate"]?.contains("Basic") == false)
    }

    @Test(
        "WebSocket subprotocols",
        arguments: [
            ("bearer, {T}", nil), ("chat, bearer,{T} , superchat", nil),
            ("base64url.bearer.authorization.k8s.io.{64url:{T}}", nil),
            ("chat, base64url.bearer.authorization.k8s.io.{64url:{T}}", nil), ("bearer", .tokenMissing),
            ("chat", .tokenMissing),
            ("", .tokenMissing), ("{T}", .tokenMissing), ("chat, {T}", .tokenMissing),
            ("bearer, chat", .tokenMalformed),
            ("base64url.bearer.authorization.k8s.io.!", .tokenMalformed),
            ("base64url.bearer.authorization.k8s.io.", .tokenMissing),
            ("bearer, {T}, bearer, {T}", nil), ("bearer, {T}, bearer, {U}", .tokenAmbiguous), ("bearer,, {T}", nil),
            ("bearer, {T}, base64url.bearer.authorization.k8s.io.{64url:{U}}", .tokenAmbiguous),
            ("Bearer, {T}", .tokenMissing),
        ] as [(String, Reason?)]
    )
    func webSocket(_ value: String, _ expected: Reason?) throws {
        #expect(try reason(.webSocketProtocol, [("Sec-WebSocket-Protocol", value)]) == expected)
    }

    @Test("The subprotocols' header given twice is ambiguous")
    func repeatedWebSocket() throws {
        let headers = [("Sec-WebSocket-Protocol", "bearer, {T}"), ("sec-websocket-protocol", "chat")]
        #expect(try reason(.webSocketProtocol, headers) == .tokenAmbiguous)
    }

    @Test(
        "explain puts a token where each source looks",
        arguments: [
            TokenSource.cookie(name: "t", scheme: "Bearer"), .cookie(name: "t", isChunked: true), .webSocketProtocol,
            .header(name: "Authorization", scheme: "Basic"), .cookie(name: "t", scheme: "Basic"), .query(name: "t"),
        ]
    )
    func explain(_ source: TokenSource) throws {
        let gate = try Gate([signer]) { $0.tokenSources = [source] }
        let request = ExplainRequest(token: try signer.token(), sources: [source])
        #expect(gate.authorizer.explain(request, now: Gate.now).isAllowed)
    }
}
