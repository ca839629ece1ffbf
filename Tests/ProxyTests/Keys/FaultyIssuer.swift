import Foundation
import Synchronization
import postern

/// An identity provider with any number of tenants, that can be told to fail, and counts what it is asked.
final class FaultyIssuer: Sendable {
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

    let port: Int
    private let state: Mutex<State>

    init(port: Int, keys: [any SigningKey]) {
        self.port = port
        state = Mutex(State(keys: keys))
    }

    /// The issuers' names, for a configuration.
    var template: String { issuer("{tenant}") }

    func issuer(_ tenant: String) -> String { "http://127.0.0.1:\(port)/\(tenant)" }

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

    /// A token that is good for an hour, of `a` if nothing else is said.
    func token(_ key: any SigningKey, tenant: String = "a", subject: String = "user-1") throws -> String {
        try key.token([
            "iss": .string(issuer(tenant)), "sub": .string(subject),
            "exp": .integer(Int(Date().timeIntervalSince1970) + 3600),
        ])
    }

    private func answer(_ request: LoopbackRequest) -> LoopbackResponse {
        state.withLock { state in
            let isKeySet = request.path.hasSuffix("/keys")
            if isKeySet { state.fetches += 1 }
            switch state.fault {
            case .status(let status): return .text("broken\n", status: status)
            case .page(let page): return .text(page)
            case nil: break
            }
            let tenant = request.path.split(separator: "/").first.map(String.init) ?? ""
            if isKeySet { return .json(#"{"keys":[\#(state.keys.map(\.jwk).joined(separator: ","))]}"#) }
            return .json(#"{"issuer":"\#(issuer(tenant))","jwks_uri":"\#(issuer(tenant))/keys"}"#)
        }
    }
}
