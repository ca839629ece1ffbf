import FoundationEssentials

/// An issuer on loopback that gives a token to anyone who asks, with a key created at startup.
///
/// - `/.well-known/openid-configuration`: the discovery document
/// - `/keys`: the JWK set
/// - `/mint?sub=…&company=…&expires_in=…`: a token. `expires_in` is in seconds and may be negative; every other
///   parameter becomes a string claim.
package struct DevelopmentIssuer: Sendable {
    private let server: LoopbackServer
    private let endpoint: TokenEndpoint

    /// The `iss` of its tokens.
    package var issuer: String { endpoint.issuer }

    /// Starts an issuer; with port 0 the system chooses one.
    ///
    /// - Parameter port: the port to listen on.
    /// - Returns: the running issuer.
    /// - Throws: ``DemoError`` if the port cannot be bound.
    package static func start(port: Int) async throws -> DevelopmentIssuer {
        let key = Ed25519SigningKey()
        let server = try await LoopbackServer.start(port: port) { request in
            TokenEndpoint(key: key, port: request.localPort).answer(request)
        }
        return DevelopmentIssuer(server: server, endpoint: TokenEndpoint(key: key, port: server.port))
    }

    /// Creates a token with these claims in addition to the standard ones, valid for the given number of seconds.
    package func token(_ claims: [String: ClaimValue] = [:], expiresIn seconds: Int = 3600) throws -> String {
        try endpoint.token(claims, expiresIn: seconds)
    }

    /// Stops the issuer.
    package func stop() async throws {
        try await server.stop()
    }
}
