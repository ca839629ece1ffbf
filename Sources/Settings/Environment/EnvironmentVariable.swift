/// A variable that the command reads: the environment form of a flag of `postern serve`.
package enum EnvironmentVariable: String, Sendable, CaseIterable {
    case config = "POSTERN_CONFIG"
    case issuer = "POSTERN_ISSUER"
    case audience = "POSTERN_AUDIENCE"
    case anyAudience = "POSTERN_ANY_AUDIENCE"
    case jwks = "POSTERN_JWKS"
    case listen = "POSTERN_LISTEN"
    case proxy = "POSTERN_PROXY"
    case admin = "POSTERN_ADMIN"
    case adminPublic = "POSTERN_ADMIN_PUBLIC"
    case claimHeader = "POSTERN_CLAIM_HEADER"
    case coreDumps = "POSTERN_CORE_DUMPS"

    static let prefix = "POSTERN_"

    /// Whether a configuration document replaces the variable.
    var isPartOfConfiguration: Bool { self != .config && self != .coreDumps }

    /// Whether Kubernetes sets the variable in the pods beside a Service named `postern`.
    static func isServiceLink(_ name: String) -> Bool {
        name.hasPrefix("POSTERN_SERVICE_") || name == "POSTERN_PORT" || name.hasPrefix("POSTERN_PORT_")
    }
}
