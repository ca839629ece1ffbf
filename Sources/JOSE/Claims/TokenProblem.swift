/// The check that a token failed, and how: a small value that is described only on demand.
package enum TokenProblem: Sendable, Equatable {
    /// The compact serialization is malformed.
    case form(FormProblem)
    /// A check of the header or the claims failed.
    case claim(TokenCheck, TokenFailure)
    /// No key verifies the token.
    case key(KeyProblem)

    /// The check that failed.
    package var check: TokenCheck {
        switch self {
        case .form(let problem): problem.check
        case .claim(let check, _): check
        case .key(let problem): problem.check
        }
    }

    /// The public failure.
    package var failure: TokenFailure {
        switch self {
        case .form(let problem): problem.failure
        case .claim(_, let failure): failure
        case .key(let problem): problem.failure
        }
    }
}
