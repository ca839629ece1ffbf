public import JOSE

/// The checks of a decision.
public enum Check: Sendable, Equatable {
    case policy
    case request
    case rule
    case preflight
    /// There is one token, and it is not too long.
    case token
    /// A check of the token itself.
    case claims(TokenCheck)
    /// The issuer has usable keys.
    case keys
    /// The claim headers fit.
    case headers

    /// A short name for people.
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
