/// One check of a token's header or claims before its signature is verified.
///
/// It needs no key, because it can only refuse. Its description is made on demand from the same token.
protocol ClaimCheck {
    static var check: TokenCheck { get }

    /// Why the token fails the check; nil when it passes.
    func failure(of token: borrowing UnverifiedToken, at now: Double) -> TokenFailure?

    /// The expected value.
    func expected(of token: borrowing UnverifiedToken, at now: Double) -> String

    /// The value in the token; nil for an optional claim that is absent.
    func found(in token: borrowing UnverifiedToken, at now: Double) -> String?
}

extension ClaimCheck {
    /// Runs the check and records it with the observer.
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

    /// Describes the check.
    func description(of token: borrowing UnverifiedToken, at now: Double) -> CheckDescription {
        CheckDescription(
            expected: expected(of: token, at: now),
            found: found(in: token, at: now) ?? "no such claim"
        )
    }
}
