import Demo
import Foundation
import Synchronization

/// An API gateway that issues a token a request, its issuers below paths, their keys found through discovery.
///
/// It has any number of tenants with the same keys, can be told to fail, and counts what it is asked.
final class GatewayIssuer: Sendable {
    /// What every request is answered while something is wrong.
    enum Fault: Sendable {
        case status(Int)
        case page(String)
    }

    private struct State {
        var keys: [any SigningKey]
        var fault: Fault?
        var fetches = 0
        var server: LoopbackServer?
    }

    /// Whose tokens they are if nothing else is said.
    static let tenant = "__zuplo"

    let port: Int
    private let state: Mutex<State>

    init(port: Int, keys: [any SigningKey]) {
        self.port = port
        state = Mutex(State(keys: keys))
    }

    /// The `iss` of its tokens.
    var issuer: String { issuer(Self.tenant) }

    /// The same of a tenant; `{tenant}` for a configuration.
    func issuer(_ tenant: String) -> String { "http://127.0.0.1:\(port)/\(tenant)/issuer" }

    /// How often a key set was asked for, of whatever tenant.
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

    func fail(_ fault: Fault?) {
        state.withLock { $0.fault = fault }
    }

    /// A token as the gateway makes them; a claim of nil is left out.
    func token(
        _ key: any SigningKey,
        _ claims: [String: ClaimValue?] = [:],
        tenant: String = GatewayIssuer.tenant,
        expiresIn: Int = 3600
    ) throws -> String {
        let standard: [String: ClaimValue?] = [
            "iss": .string(issuer(tenant)), "sub": "user-1", "company": "example",
            "exp": .integer(Int(Date().timeIntervalSince1970) + expiresIn),
        ]
        return try key.token(standard.merging(claims) { $1 }.compactMapValues { $0 })
    }

    private func answer(_ request: LoopbackRequest) -> LoopbackResponse {
        let parts = request.path.split(separator: "/issuer/.well-known/", omittingEmptySubsequences: false)
        let document = parts.count == 2 ? parts[1] : ""
        return state.withLock { state in
            if document == "jwks.json" { state.fetches += 1 }
            switch (state.fault, document) {
            case (.status(let status), _):
                return .text("broken\n", status: status)
            case (.page(let page), _):
                return .text(page)
            case (nil, "openid-configuration"):
                let issuer = issuer(String(parts[0].dropFirst()))
                return .json(#"{"issuer":"\#(issuer)","jwks_uri":"\#(issuer)/.well-known/jwks.json"}"#)
            case (nil, "jwks.json"):
                return .json(#"{"keys":[\#(state.keys.map(\.jwk).joined(separator: ","))]}"#)
            case (nil, _):
                return .text("not here\n", status: 404)
            }
        }
    }
}
