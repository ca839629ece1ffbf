/// The keys of one issuer, ready to verify on one thread.
public final class KeyRing {
    /// How many keys are tried at most for one token.
    private static let mostTries = 4

    private let keys: [PreparedKey]
    /// Signatures that were verified since the start, with whatever result.
    package private(set) var verifications = 0

    /// Prepares nothing yet: a key's contexts are made when it is first used.
    public init(_ set: JWKSet) {
        keys = set.keys.map(PreparedKey.init)
    }

    /// Turns a token that claims to be valid into one that is.
    package func verify(_ token: borrowing UnverifiedToken, allowing allowed: AlgorithmSet, trace: Trace?) -> KeyVerdict
    {
        switch check(token, allowing: allowed, trace: trace) {
        case .valid: .verified(VerifiedToken(token))
        case .refused(let reason): .refused(reason)
        case .unknownKey(let reason): .unknownKey(reason)
        }
    }

    /// Finds the key, checks that it fits, and checks the signature, in this order.
    ///
    /// Keys whose `kid` equals the token's; if there are none, keys that have no `kid`. A token without `kid`: keys of
    /// the fitting type, in the set's order.
    func check(_ token: borrowing UnverifiedToken, allowing allowed: AlgorithmSet, trace: Trace?) -> KeyOutcome {
        guard !keys.isEmpty else {
            trace?.fail("key", expected: "a usable key", found: "none in the set")
            return .refused(.keyUnknown)
        }
        let wanted = token.algorithms.intersection(allowed)
        guard let node = token.members.keyID else {
            return tryEach(token, wanted, trace) { _ in true } ?? .refused(.algorithmNotAllowed)
        }
        let sameID = tryEach(token, wanted, trace) { key in
            key.keyID.map { token.header.isString(node, $0) } ?? false
        }
        if let sameID { return sameID }
        switch tryEach(token, wanted, trace, among: { $0.keyID == nil }) {
        case .valid: return .valid
        case .refused(let reason), .unknownKey(let reason): return .unknownKey(reason)
        case nil:
            trace?.fail("key", expected: "a key with the token's kid", found: "no such key in the set")
            return .unknownKey(.keyUnknown)
        }
    }

    /// Tries the first few keys that are among the chosen and fit the token; nil when none are among the chosen.
    private func tryEach(
        _ token: borrowing UnverifiedToken,
        _ wanted: AlgorithmSet,
        _ trace: Trace?,
        among isChosen: (PreparedKey) -> Bool
    ) -> KeyOutcome? {
        var chosen = 0
        var tries = 0
        for key in keys where isChosen(key) {
            chosen += 1
            let algorithm = key.algorithms.intersection(wanted)
            guard !algorithm.isEmpty else { continue }
            tries += 1
            if isSigned(token, key, algorithm, trace) {
                trace?.note("key", expected: "a key that fits", found: key.summary)
                trace?.note("signature", expected: "valid", found: "valid")
                return .valid
            }
            if tries == Self.mostTries { break }
        }
        guard chosen > 0 else { return nil }
        if tries == 0 {
            trace?.fail("key", expected: "a key that can do \(token.algorithmName)", found: "keys of other kinds")
            return .refused(.algorithmNotAllowed)
        }
        trace?.note("key", expected: "a key that fits", found: tries == 1 ? "one" : "\(tries) to try")
        trace?.fail("signature", expected: "valid", found: "not valid")
        return .refused(.signatureInvalid)
    }

    private func isSigned(
        _ token: borrowing UnverifiedToken,
        _ key: PreparedKey,
        _ algorithm: AlgorithmSet,
        _ trace: Trace?
    ) -> Bool {
        if let known = trace?.isSigned { return known }
        verifications &+= 1
        return token.isSigned(by: key, algorithm)
    }
}
