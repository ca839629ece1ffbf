internal import JOSE

/// The check that refused a request, and why: a small value that is described only on demand.
public struct CheckFailure: Sendable, Equatable {
    /// The cause; ranges are those of the request.
    enum Cause: Sendable, Equatable {
        case unknownPolicy
        case request(RequestAmbiguity)
        /// The client sent a claim header; the range is its name.
        case claimHeader(Range<Int>)
        /// The client sent an alias of a claim header; the range is its name.
        case alias(Range<Int>)
        case denied
        case tokenMissing
        case tokenAmbiguous
        case tokenMalformed
        /// The token has this many bytes.
        case tokenTooLarge(Int)
        case token(TokenProblem)
        case keysUnavailable
        case requirement(RequirementProblem)
        /// The claim headers exceed the limit, in bytes.
        case headersTooLarge(limit: Int)
    }

    let cause: Cause

    /// The check that failed.
    public var check: Check {
        switch cause {
        case .unknownPolicy: .policy
        case .request, .claimHeader, .alias: .request
        case .denied, .requirement: .rule
        case .tokenMissing, .tokenAmbiguous, .tokenMalformed, .tokenTooLarge: .token
        case .token(let problem): .claims(problem.check)
        case .keysUnavailable: .keys
        case .headersTooLarge: .headers
        }
    }

    /// The reason that is counted and logged.
    public var reason: Reason {
        switch cause {
        case .unknownPolicy, .denied: .ruleDenied
        case .request, .claimHeader, .alias: .requestAmbiguous
        case .tokenMissing: .tokenMissing
        case .tokenAmbiguous: .tokenAmbiguous
        case .tokenMalformed: .tokenMalformed
        case .tokenTooLarge: .tokenTooLarge
        case .token(let problem): Reason(problem.failure)
        case .keysUnavailable: .keysUnavailable
        case .requirement(let problem): problem.reason
        case .headersTooLarge: .headersTooLarge
        }
    }
}
