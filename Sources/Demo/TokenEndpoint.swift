internal import Bytes
import FoundationEssentials

/// Creates the tokens of a development issuer, and responds to its requests.
struct TokenEndpoint: Sendable {
    /// The default claims of a token.
    static let claims: [String: ClaimValue] = ["sub": "alice", "company": "example", "aud": "api"]

    let key: Ed25519SigningKey
    let issuer: String

    init(key: Ed25519SigningKey, port: Int) {
        self.key = key
        issuer = "http://\(LoopbackServer.host):\(port)"
    }

    func token(_ claims: [String: ClaimValue], expiresIn seconds: Int) throws -> String {
        let now = Int(WallClock.now())
        let standard: [String: ClaimValue] = [
            "iss": .string(issuer), "iat": .integer(now), "exp": .integer(now + seconds),
        ]
        return try key.token(standard.merging(Self.claims) { $1 }.merging(claims) { $1 })
    }

    func answer(_ request: LoopbackRequest) -> LoopbackResponse {
        switch request.path {
        case "/.well-known/openid-configuration":
            .json(
                """
                {"issuer":"\(issuer)","jwks_uri":"\(issuer)/keys","id_token_signing_alg_values_supported":["EdDSA"]}
                """
            )
        case "/keys": .json(#"{"keys":[\#(key.jwk)]}"#)
        case "/mint": issueToken(request)
        default: .text("Not found; this server has /.well-known/openid-configuration, /keys and /mint.\n", status: 404)
        }
    }

    private func issueToken(_ request: LoopbackRequest) -> LoopbackResponse {
        guard let components = URLComponents(string: request.target) else {
            return .text("The query is not percent-encoded.\n", status: 400)
        }
        var claims: [String: ClaimValue] = [:]
        var seconds = 3600
        for member in components.queryItems ?? [] {
            guard member.name == "expires_in" else {
                claims[member.name] = .string(member.value ?? "")
                continue
            }
            guard let value = Int32(member.value ?? "") else {
                return .text("expires_in must be a number of seconds; it may be negative.\n", status: 400)
            }
            seconds = Int(value)
        }
        do {
            return .text(try token(claims, expiresIn: seconds) + "\n")
        } catch {
            return .text("\(error)\n", status: 500)
        }
    }
}
