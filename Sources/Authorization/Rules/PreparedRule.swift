/// What a rule asks for once it covers a request.
final class PreparedRule {
    let label: String
    let access: Rule.Access
    let requirement: RequirementCheck?
    let challenges: Challenges
    /// What of a request decides whether the rule covers it.
    let facts: RequestFacts

    init(_ rule: Rule, issuers: [String], challenges: Challenges) {
        label = rule.label
        access = rule.access
        var facts: RequestFacts = []
        if rule.hosts != nil { facts.insert(.host) }
        if rule.methods != nil { facts.insert(.method) }
        if rule.paths != nil { facts.insert(.path) }
        self.facts = facts
        let own = rule.resourceMetadata.map { challenges.naming(resourceMetadata: $0) } ?? challenges
        self.challenges = own
        requirement = rule.requirement.map { RequirementCheck($0, issuers: issuers, challenges: own) }
    }
}
