internal import JOSE

/// A rule's requirement, ready to be held against verified claims.
struct RequirementCheck {
    private let scopes: [[UInt8]]
    private let claims: [(path: ClaimLookup, anyOf: [ClaimValue])]
    /// The header lines of a 403 that names the missing scopes.
    let scopeChallenge: [UInt8]

    init(_ requirement: Requirement, challenges: Challenges) {
        scopes = requirement.scopes.map { Array($0.utf8) }
        claims = requirement.claims.map { (ClaimLookup($0.path), $0.anyOf.compactMap(ClaimValue.init)) }
        scopeChallenge = challenges.insufficientScope(requirement.scopes)
    }

    /// The members of a payload that are looked at.
    var memberNames: [[UInt8]] {
        (scopes.isEmpty ? [] : Scopes.names) + claims.flatMap(\.path.memberNames)
    }

    /// Nil when everything required is there.
    func refusal(of payload: JSONDocument, trace: Trace?) -> Reason? {
        if !scopes.isEmpty, let reason = scopeRefusal(payload, trace) { return reason }
        for claim in claims {
            let node = claim.path.node(in: payload)
            let passed = node.map { node in claim.anyOf.contains { $0.matches(node, in: payload) } } ?? false
            trace?.note(
                "rule",
                expected: "an accepted value in `\(claim.path.text)`",
                found: node.map { payload.text(of: $0) } ?? "no such claim",
                passed: passed
            )
            guard passed else { return .claimMismatch }
        }
        return nil
    }

    private func scopeRefusal(_ payload: JSONDocument, _ trace: Trace?) -> Reason? {
        if let malformed = Scopes.malformed(in: payload) {
            trace?.fail(
                "rule",
                expected: "scopes as a string or an array of strings",
                found: payload.text(of: malformed)
            )
            return .claimMalformed
        }
        let found = Scopes.contain(anyOf: scopes, in: payload)
        trace?.note(
            "rule",
            expected: "scope " + scopes.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or "),
            found: found ? "there" : "not there",
            passed: found
        )
        return found ? nil : .scopeInsufficient
    }
}
