/// The part of a rule's requirement that a token does not meet.
enum RequirementProblem: Sendable, Equatable {
    case issuer
    case audience
    case malformedScopes
    case scopes
    /// A condition by its index: the claim is absent, or one of the operators does not hold.
    case claim(Int, operation: Int?)

    var reason: Reason {
        switch self {
        case .issuer, .audience, .claim: .claimMismatch
        case .malformedScopes: .claimMalformed
        case .scopes: .scopeInsufficient
        }
    }
}
