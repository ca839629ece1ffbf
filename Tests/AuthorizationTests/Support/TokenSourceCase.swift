import Authorization
import JOSE
import TestSupport
import Testing

/// What a request has, and what becomes of it: `{T}` is a good token, `{U}` another good one, `{%T}` encoded.
struct TokenSourceCase: Sendable, CustomTestStringConvertible {
    let what: String
    var sources: [TokenSource] = [.bearer]
    var headers: [(String, String)] = []
    var target = "/"
    let expected: Reason?

    var testDescription: String { what }

    /// Expects the answer for the request.
    func check() throws {
        let signer = Signer.ed25519()
        let first = try signer.token()
        let second = try signer.token("\"jti\":\"2\"")
        let fill = { (text: String) in
            text.replacing("{T}", with: first).replacing("{U}", with: second)
                .replacing("{%T}", with: first.utf8.map { "%" + Self.hex($0) }.joined())
        }
        let gate = try Gate([signer]) { $0.tokenSources = sources }
        let request = TestRequest("GET", fill(target), headers: headers.map { ($0.0, fill($0.1)) })
        #expect(gate.decide(request).reason == expected)
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.count == 1 ? "0" + text : text
    }
}

extension TokenSource {
    static let bare = TokenSource.header(name: "X-Token", scheme: "")
    static let tokenCookie = TokenSource.cookie(name: "access_token")
    static let tokenQuery = TokenSource.query(name: "access_token")
}
