/// The keys of one issuer, prepared to verify signatures on one thread.
public final class KeyRing {
    /// The maximum number of keys that are tried for one token.
    private static let maxTries = 4

    private let keys: [PreparedKey]
    /// The number of signatures verified so far, valid or not.
    package private(set) var verifications = 0

    /// Creates a key ring; a key's verification contexts are created when it is first used.
    public init(_ set: JWKSet) {
        keys = set.keys.map(PreparedKey.init)
    }

    /// Finds a key that supports the token's algorithm, then verifies the signature.
    ///
    /// The candidates are the keys with the token's `kid`; if there are none, the keys without `kid`. For a token
    /// without `kid` they are all keys, in the set's order.
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
                let found = tries == 1 ? "one" : "\(tries) candidates"
                observer.record(TokenCheck.key.name, expected: Self.matchingKey, found: found)
            }
            let description = problem.description(of: token)
            observer.record(problem.check.name, expected: description.expected, found: description.found, passed: false)
        }
        return outcome
    }

    private static let matchingKey = "a matching key"

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

    /// Tries the first candidates that support the token's algorithm; nil when there is no candidate.
    private func tryEach(
        _ token: borrowing UnverifiedToken,
        _ accepted: AlgorithmSet,
        _ observer: CheckObserver?,
        among isCandidate: (PreparedKey) -> Bool
    ) -> SignatureOutcome? {
        var candidates = 0
        var tries = 0
        for key in keys where isCandidate(key) {
            candidates += 1
            let algorithm = key.algorithms.intersection(accepted)
            guard !algorithm.isEmpty else { continue }
            tries += 1
            verifications &+= 1
            if token.isSigned(by: key, algorithm) {
                observer?.record(TokenCheck.key.name, expected: Self.matchingKey, found: key.summary)
                return .valid
            }
            if tries == Self.maxTries { break }
        }
        guard candidates > 0 else { return nil }
        return .refused(tries == 0 ? .otherKinds : .invalidSignature(tries: tries))
    }
}
