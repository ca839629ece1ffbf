import FoundationEssentials

/// An issuer that gives a token to everybody who asks, on loopback, with a key made at its start.
///
/// - `/.well-known/openid-configuration`: the discovery document
/// - `/keys`: the JWK set
/// - `/mint?sub=…&company=…&expires_in=…`: a token. `expires_in` counts seconds and may be negative; every other member
///   becomes a string claim of its name.
package struct DevelopmentIssuer: Sendable {
    private let server: LoopbackServer
    private let endpoint: TokenEndpoint

    /// The `iss` of its tokens.
    package var issuer: String { endpoint.issuer }

    /// Port 0 takes a free one.
    ///
    /// - Throws: ``DemoError`` when the port cannot be had.
    package static func start(port: Int) async throws -> DevelopmentIssuer {
        let key = Ed25519SigningKey()
        let server = try await LoopbackServer.start(port: port) { request in
            TokenEndpoint(key: key, port: request.localPort).answer(request)
        }
        return DevelopmentIssuer(server: server, endpoint: TokenEndpoint(key: key, port: server.port))
    }

    /// A token with the claims beside the standard ones, good for so many seconds from now.
    package func token(_ claims: [String: ClaimValue] = [:], expiresIn seconds: Int = 3600) throws -> String {
        try endpoint.token(claims, expiresIn: seconds)
    }

    package func stop() async throws {
        try await server.stop()
    }
}
