internal import JOSE

/// A rule's requirement, ready to be held against verified claims.
final class RequirementCheck {
    private let issuers: [String]?
    /// Which of the configured issuers are accepted; nil for all.
    private let issuerNumbers: Set<Int>?
    private let audiences: [[UInt8]]?
    private let scopes: [[UInt8]]
    private let conditions: [ConditionCheck]
    /// The header lines of a 403 that names the missing scopes.
    let scopeChallenge: [UInt8]

    /// - Parameter issuers: every configured issuer's `iss`, in the order of their numbers.
    init(_ requirement: Requirement, issuers: [String], challenges: Challenges) {
        self.issuers = requirement.issuers
        issuerNumbers = requirement.issuers.map { names in
            Set(
                issuers.indices.filter { number in
                    names.contains { $0.utf8.elementsEqual(issuers[number].utf8) }
                }
            )
        }
        audiences = requirement.audiences?.map { Array($0.utf8) }
        scopes = requirement.scopes.map { Array($0.utf8) }
        conditions = requirement.claims.map(ConditionCheck.init)
        scopeChallenge = challenges.insufficientScope(requirement.scopes)
    }

    /// The members of a payload that are looked at.
    var memberNames: [[UInt8]] {
        (audiences == nil ? [] : [Self.audienceClaim]) + (scopes.isEmpty ? [] : Scopes.names)
            + conditions.flatMap(\.claim.memberNames)
    }

    /// Nil when everything required is there.
    func refusal(of payload: JSONDocument, issuer: Int, trace: Trace?) -> Reason? {
        if let issuerNumbers {
            let passed = issuerNumbers.contains(issuer)
            trace?.note(
                "rule",
                expected: "issuer " + (issuers ?? []).joined(separator: " or "),
                found: trace?.issuer ?? "",
                passed: passed
            )
            guard passed else { return .claimMismatch }
        }
        if let audiences, !hasAudience(audiences, payload, trace) { return .claimMismatch }
        if !scopes.isEmpty, let reason = scopeRefusal(payload, trace) { return reason }
        for condition in conditions where !condition.isMet(by: payload, trace: trace) { return .claimMismatch }
        return nil
    }

    private static let audienceClaim = Array("aud".utf8)

    /// Whether one of the audiences is in `aud`, which is absent or well-formed.
    private func hasAudience(_ audiences: [[UInt8]], _ payload: JSONDocument, _ trace: Trace?) -> Bool {
        let node = payload.member(Self.audienceClaim)
        var found = false
        if let node {
            payload.forEachMember(of: node) { name in
                found = audiences.contains { payload.isString(name, $0) }
                return !found
            }
        }
        trace?.note(
            "rule",
            expected: "audience " + audiences.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or "),
            found: node.map { payload.json(of: $0) } ?? "no `aud`",
            passed: found
        )
        return found
    }

    private func scopeRefusal(_ payload: JSONDocument, _ trace: Trace?) -> Reason? {
        if let malformed = Scopes.malformed(in: payload) {
            trace?.fail(
                "rule",
                expected: "scopes as a string or an array of strings",
                found: payload.json(of: malformed)
            )
            return .claimMalformed
        }
        let found = Scopes.contain(anyOf: scopes, in: payload)
        trace?.note(
            "rule",
            expected: "scope " + scopes.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or "),
            found: trace.map { _ in Scopes.inWords(payload) } ?? "",
            passed: found
        )
        return found ? nil : .scopeInsufficient
    }
}
