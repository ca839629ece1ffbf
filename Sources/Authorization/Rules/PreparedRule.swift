/// What a rule asks for once it covers a request.
final class PreparedRule {
    let label: String
    let access: Rule.Access
    let requirement: RequirementCheck?
    let challenges: Challenges

    init(_ rule: Rule, issuers: [String], challenges: Challenges) {
        label = rule.label
        access = rule.access
        let own = rule.resourceMetadata.map { challenges.naming(resourceMetadata: $0) } ?? challenges
        self.challenges = own
        requirement = rule.requirement.map { RequirementCheck($0, issuers: issuers, challenges: own) }
    }
}
