internal import JOSE

/// A rule's requirement, ready to be held against verified claims.
struct RequirementCheck {
    private let scopes: [[UInt8]]
    private let claims: [(path: ClaimPath, anyOf: [ClaimValue])]
    /// The header lines of a 403 that names the missing scopes.
    let scopeChallenge: [UInt8]

    init(_ requirement: Requirement, challenges: Challenges) {
        scopes = requirement.scopes.map { Array($0.utf8) }
        claims = requirement.claims.map { ($0.path, $0.anyOf.compactMap(ClaimValue.init)) }
        scopeChallenge = challenges.insufficientScope(requirement.scopes)
    }

    /// Nil when everything required is there.
    func refusal(of payload: JSONDocument, trace: Trace?) -> Reason? {
        if !scopes.isEmpty, let reason = scopeRefusal(payload, trace) { return reason }
        for claim in claims {
            let node = claim.path.resolve(in: payload)
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

    /// The union of the three names that issuers use, by whole word (RFC 8693 section 4.2; `scp` and `scopes` by custom).
    private func scopeRefusal(_ payload: JSONDocument, _ trace: Trace?) -> Reason? {
        var found = false
        for name in [Name.scope, Name.scp, Name.scopes] {
            guard let node = payload.member(name) else { continue }
            guard StringList.isWellFormed(node, in: payload) else {
                trace?.fail(
                    "rule",
                    expected: "scopes as a string or an array of strings",
                    found: payload.text(of: node)
                )
                return .claimMalformed
            }
            StringList.forEach(node, in: payload) { element in
                let words = payload.utf8(of: element)
                found =
                    found
                    || words.split(separator: UInt8(ascii: " ")).contains { word in
                        scopes.contains { $0.elementsEqual(word) }
                    }
                return true
            }
        }
        trace?.note(
            "rule",
            expected: "scope " + scopes.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or "),
            found: found ? "there" : "not there",
            passed: found
        )
        return found ? nil : .scopeInsufficient
    }
}
