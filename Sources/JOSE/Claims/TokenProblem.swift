/// The check that a token failed, and how: a small value, put into words only if somebody asks.
package enum TokenProblem: Sendable, Equatable {
    case form(FormProblem)
    case claim(TokenCheck, TokenFailure)
    case key(KeyProblem)

    /// The check that failed.
    package var check: TokenCheck {
        switch self {
        case .form(let problem): problem.check
        case .claim(let check, _): check
        case .key(let problem): problem.check
        }
    }

    package var failure: TokenFailure {
        switch self {
        case .form(let problem): problem.failure
        case .claim(_, let failure): failure
        case .key(let problem): problem.failure
        }
    }
}
