import Foundation
import Synchronization
import postern

/// An API gateway that issues a token a request, its issuer below a path, its keys found through discovery.
final class GatewayIssuer: Sendable {
    private struct State {
        var keys: [any SigningKey]
        var fetches = 0
        var server: LoopbackServer?
    }

    let port: Int
    private let state: Mutex<State>

    init(port: Int, keys: [any SigningKey]) {
        self.port = port
        state = Mutex(State(keys: keys))
    }

    /// The `iss` of its tokens.
    var issuer: String { "http://127.0.0.1:\(port)/__zuplo/issuer" }

    /// How often the key set was asked for.
    var fetches: Int { state.withLock { $0.fetches } }

    func start() async throws {
        let server = try await LoopbackServer.start(port: port) { [self] in answer($0) }
        state.withLock { $0.server = server }
    }

    func stop() async throws {
        let server = state.withLock { $0.server.take() }
        try await server?.stop()
    }

    /// Replaces the published key set.
    func publish(_ keys: [any SigningKey]) {
        state.withLock { $0.keys = keys }
    }

    /// A token as the gateway makes them; a claim of nil is left out.
    func token(_ key: any SigningKey, _ claims: [String: ClaimValue?] = [:], expiresIn: Int = 300) throws -> String {
        let standard: [String: ClaimValue?] = [
            "iss": .string(issuer), "sub": "user-1", "company": "example",
            "exp": .integer(Int(Date().timeIntervalSince1970) + expiresIn),
        ]
        return try key.token(standard.merging(claims) { $1 }.compactMapValues { $0 })
    }

    private func answer(_ request: LoopbackRequest) -> LoopbackResponse {
        let wellKnown = "/__zuplo/issuer/.well-known"
        switch request.path {
        case "\(wellKnown)/openid-configuration":
            return .json(#"{"issuer":"\#(issuer)","jwks_uri":"http://127.0.0.1:\#(port)\#(wellKnown)/jwks.json"}"#)
        case "\(wellKnown)/jwks.json":
            return state.withLock { state in
                state.fetches += 1
                return .json(#"{"keys":[\#(state.keys.map(\.jwk).joined(separator: ","))]}"#)
            }
        default:
            return .text("not here\n", status: 404)
        }
    }
}
