internal import JOSE

/// ``Requirement`` compiled for verified claims.
final class CompiledRequirement {
    private let issuers: [String]?
    /// The indices of the accepted issuers; nil for all.
    private let issuerNumbers: Set<Int>?
    private let audiences: [[UInt8]]?
    private let scopes: [[UInt8]]
    private let conditions: [CompiledCondition]
    /// The challenge of a 403 that names the missing scopes.
    let scopeChallenge: AnswerFields

    /// - Parameters:
    ///   - requirement: the requirement as written.
    ///   - issuers: every configured issuer's `iss`, in order.
    ///   - challenge: the challenge of the rule.
    init(_ requirement: Requirement, issuers: [String], challenge: CompiledChallenge) {
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
        conditions = requirement.claims.map(CompiledCondition.init)
        scopeChallenge = challenge.insufficientScope(requirement.scopes)
    }

    /// The members of a payload that the requirement uses.
    var memberNames: [[UInt8]] {
        (audiences == nil ? [] : [Self.audienceClaim]) + (scopes.isEmpty ? [] : Scopes.names)
            + conditions.flatMap(\.claim.memberNames)
    }

    /// The first part that is not met; nil when all are met.
    func problem(with payload: JSONDocument, issuer: Int, _ observer: CheckObserver?) -> RequirementProblem? {
        if issuerNumbers != nil {
            let problem = isAccepted(issuer) ? nil : RequirementProblem.issuer
            record(.issuer, problem, payload, observer)
            if let problem { return problem }
        }
        if audiences != nil {
            let problem = hasAudience(in: payload) ? nil : RequirementProblem.audience
            record(.audience, problem, payload, observer)
            if let problem { return problem }
        }
        if !scopes.isEmpty {
            let problem = scopeProblem(payload)
            record(.scopes, problem, payload, observer)
            if let problem { return problem }
        }
        for number in conditions.indices {
            if let problem = conditionProblem(number, payload, observer) { return problem }
        }
        return nil
    }

    private func isAccepted(_ issuer: Int) -> Bool {
        issuerNumbers?.contains(issuer) ?? true
    }

    private static let audienceClaim = Array("aud".utf8)

    /// Whether one of the audiences is in `aud`, which is absent or well-formed.
    private func hasAudience(in payload: JSONDocument) -> Bool {
        guard let audiences, let node = payload.member(Self.audienceClaim) else { return audiences == nil }
        var found = false
        payload.forEachMember(of: node) { name in
            found = audiences.contains { payload.isString(name, $0) }
            return !found
        }
        return found
    }

    private func scopeProblem(_ payload: JSONDocument) -> RequirementProblem? {
        if Scopes.malformed(in: payload) != nil { return .malformedScopes }
        return Scopes.contain(anyOf: scopes, in: payload) ? nil : .scopes
    }

    private func conditionProblem(
        _ number: Int,
        _ payload: JSONDocument,
        _ observer: CheckObserver?
    ) -> RequirementProblem? {
        guard let node = conditions[number].claim.node(in: payload) else {
            let problem = RequirementProblem.claim(number, operation: nil)
            record(problem, problem, payload, observer)
            return problem
        }
        for operation in conditions[number].operations.indices {
            let part = RequirementProblem.claim(number, operation: operation)
            let problem = conditions[number].holds(operation, node, in: payload) ? nil : part
            record(part, problem, payload, observer)
            if let problem { return problem }
        }
        return nil
    }

    // MARK: Descriptions

    private func record(
        _ part: RequirementProblem,
        _ problem: RequirementProblem?,
        _ payload: JSONDocument,
        _ observer: CheckObserver?
    ) {
        guard let observer else { return }
        let description = description(of: problem ?? part, in: payload)
        observer.record(
            Check.rule.name,
            expected: description.expected,
            found: description.found,
            passed: problem == nil
        )
    }

    /// Describes a part of the requirement.
    func description(of part: RequirementProblem, in payload: JSONDocument) -> CheckDescription {
        switch part {
        case .issuer:
            let issuer = payload.member(Array("iss".utf8)).map { payload.text(of: $0) } ?? ""
            return CheckDescription(expected: "issuer " + (issuers ?? []).joined(separator: " or "), found: issuer)
        case .audience:
            let found = payload.member(Self.audienceClaim).map { payload.json(of: $0) } ?? "no `aud`"
            return CheckDescription(expected: "audience " + Self.joined(audiences ?? []), found: found)
        case .malformedScopes:
            let found = Scopes.malformed(in: payload).map { payload.json(of: $0) } ?? ""
            return CheckDescription(expected: "scopes as a string or an array of strings", found: found)
        case .scopes:
            return CheckDescription(expected: "scope " + Self.joined(scopes), found: Scopes.description(in: payload))
        case .claim(let number, let operation):
            let (claim, operations) = (conditions[number].claim, conditions[number].operations)
            let condition = operation.map { " \(operations[$0].description)" } ?? ""
            let found = claim.node(in: payload).map { payload.json(of: $0) } ?? "no such claim"
            return CheckDescription(expected: "claim `\(claim.text)`\(condition)", found: found)
        }
    }

    private static func joined(_ names: [[UInt8]]) -> String {
        names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " or ")
    }
}
