public import JOSE

/// The checks of a decision.
public enum Check: Sendable, Equatable {
    /// The named policy is configured.
    case policy
    /// The request is unambiguous.
    case request
    /// A rule allows the request, and its requirement is met.
    case rule
    /// The request is a CORS preflight.
    case preflight
    /// The request has one token, which is not too long.
    case token
    /// A check of the token itself.
    case claims(TokenCheck)
    /// The issuer has usable keys.
    case keys
    /// The claim headers are within the limit.
    case headers

    /// A short name for logs and `explain`.
    public var name: String {
        switch self {
        case .policy: "policy"
        case .request: "request"
        case .rule: "rule"
        case .preflight: "preflight"
        case .token: "token"
        case .claims(let check): check.name
        case .keys: "keys"
        case .headers: "headers"
        }
    }
}
