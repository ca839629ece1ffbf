import Foundation
import JOSE

/// Verifies the tokens of requests to a server; create one for each event loop or thread.
final class TokenGuard {
    private let verifier: TokenVerifier

    /// - Parameter jwks: each issuer's key set, by its `iss`.
    init(jwks: [String: [UInt8]]) throws {
        verifier = TokenVerifier(
            try jwks.map { issuer, keys in
                let requirements = TokenRequirements(issuer: issuer, audiences: .anyOf(["api"]))
                return (requirements, try JWKSet(parsing: keys, trust: .fetched))
            }
        )
    }

    func answer(to token: String) -> (status: Int, body: String) {
        switch verifier.verify(token, at: Date().timeIntervalSince1970) {
        case .verified(let token): (200, "Hello, \(token.subject ?? "nobody")")
        case .refused(let failure): (401, failure.rawValue)
        }
    }
}
