import Foundation
import JOSE

/// What a server's request handler asks; one for each event loop or thread.
final class Doorkeeper {
    private let verifier: TokenVerifier

    init(jwks: [UInt8]) throws {
        let wanted = TokenRequirements(issuer: "https://issuer.example", audiences: .anyOf(["api"]))
        verifier = TokenVerifier(wanted, keys: try JWKSet(parsing: jwks, trust: .fetched))
    }

    func answer(to token: String) -> (status: Int, body: String) {
        switch verifier.verify(token, at: Date().timeIntervalSince1970) {
        case .verified(let token): (200, "Hello, \(token.subject ?? "nobody")")
        case .refused(let reason): (reason.status, reason.rawValue)
        }
    }
}
