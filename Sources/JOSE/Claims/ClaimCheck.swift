/// One check of what a token says about itself.
///
/// It needs no key and trusts nothing, because it can only refuse. Its words are made on demand, from the same token.
protocol ClaimCheck {
    static var check: TokenCheck { get }

    /// What is wrong with the token; nil when the check is passed.
    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure?

    /// What would pass.
    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String

    /// What the token has; nil for a claim that may be absent and is.
    func found(in token: borrowing UnverifiedToken, at now: Double) -> String?
}

extension ClaimCheck {
    /// Runs the check, and tells the observer.
    @inline(__always)
    func problem(
        with token: borrowing UnverifiedToken,
        at now: Double,
        _ observer: CheckObserver?
    ) -> TokenProblem? {
        let failure = failure(of: token, at: now)
        if let observer, let found = found(in: token, at: now) {
            observer.record(
                Self.check.name,
                expected: expected(of: token, at: now),
                found: found,
                passed: failure == nil
            )
        }
        return failure.map { .claim(Self.check, $0) }
    }

    /// The check in words.
    func description(of token: borrowing UnverifiedToken, at now: Double) -> CheckDescription {
        CheckDescription(
            expected: expected(of: token, at: now),
            found: found(in: token, at: now) ?? "no such claim"
        )
    }
}
