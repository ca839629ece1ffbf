/// The keys of one issuer, ready to verify on one thread.
public final class KeyRing {
    /// How many keys are tried at most for one token.
    private static let maxTries = 4

    private let keys: [PreparedKey]
    /// Signatures that were verified since the start, with whatever result.
    package private(set) var verifications = 0

    /// Prepares nothing yet: a key's contexts are made when it is first used.
    public init(_ set: JWKSet) {
        keys = set.keys.map(PreparedKey.init)
    }

    /// Finds the key, checks that it fits, and checks the signature, in this order.
    ///
    /// Keys whose `kid` equals the token's; if there are none, keys that have no `kid`. A token without `kid`: keys of
    /// the fitting type, in the set's order.
    func check(
        _ token: borrowing UnverifiedToken,
        allowing allowed: AlgorithmSet,
        _ observer: CheckObserver?
    ) -> SignatureOutcome {
        let outcome = find(token, allowing: allowed, observer)
        switch outcome {
        case .valid: observer?.record(TokenCheck.signature.name, expected: "valid", found: "valid")
        case .refused(let problem), .unknownKey(let problem):
            guard let observer else { break }
            if case .invalidSignature(let tries) = problem {
                let found = tries == 1 ? "one" : "\(tries) to try"
                observer.record(TokenCheck.key.name, expected: Self.fitting, found: found)
            }
            let description = problem.description(of: token)
            observer.record(problem.check.name, expected: description.expected, found: description.found, passed: false)
        }
        return outcome
    }

    private static let fitting = "a key that fits"

    private func find(
        _ token: borrowing UnverifiedToken,
        allowing allowed: AlgorithmSet,
        _ observer: CheckObserver?
    ) -> SignatureOutcome {
        guard !keys.isEmpty else { return .refused(.noUsableKey) }
        let accepted = token.algorithms.intersection(allowed)
        guard let node = token.parameters.keyID else {
            return tryEach(token, accepted, observer) { _ in true } ?? .refused(.otherKinds)
        }
        let sameID = tryEach(token, accepted, observer) { key in
            key.keyID.map { token.header.isString(node, $0) } ?? false
        }
        if let sameID { return sameID }
        switch tryEach(token, accepted, observer, among: { $0.keyID == nil }) {
        case .valid: return .valid
        case .refused(let problem), .unknownKey(let problem): return .unknownKey(problem)
        case nil: return .unknownKey(.unknownKeyID)
        }
    }

    /// Tries the first few keys that are among the chosen and fit the token; nil when none are among the chosen.
    private func tryEach(
        _ token: borrowing UnverifiedToken,
        _ accepted: AlgorithmSet,
        _ observer: CheckObserver?,
        among isChosen: (PreparedKey) -> Bool
    ) -> SignatureOutcome? {
        var chosen = 0
        var tries = 0
        for key in keys where isChosen(key) {
            chosen += 1
            let algorithm = key.algorithms.intersection(accepted)
            guard !algorithm.isEmpty else { continue }
            tries += 1
            verifications &+= 1
            if token.isSigned(by: key, algorithm) {
                observer?.record(TokenCheck.key.name, expected: Self.fitting, found: key.summary)
                return .valid
            }
            if tries == Self.maxTries { break }
        }
        guard chosen > 0 else { return nil }
        return .refused(tries == 0 ? .otherKinds : .invalidSignature(tries: tries))
    }
}
