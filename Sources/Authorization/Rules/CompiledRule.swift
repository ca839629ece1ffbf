/// ``Rule`` compiled: what it requires of the requests that it matches.
final class CompiledRule {
    let label: String
    let access: Rule.Access
    let requirement: CompiledRequirement?
    let challenge: CompiledChallenge
    /// The parts of a request that decide whether the rule matches it.
    let facts: RequestFacts

    init(_ rule: Rule, issuers: [String], challenge: CompiledChallenge) {
        label = rule.label
        access = rule.access
        var facts: RequestFacts = []
        if rule.hosts != nil { facts.insert(.host) }
        if rule.methods != nil { facts.insert(.method) }
        if rule.paths != nil { facts.insert(.path) }
        self.facts = facts
        let own = rule.resourceMetadata.map { challenge.naming(resourceMetadata: $0) } ?? challenge
        self.challenge = own
        requirement = rule.requirement.map { CompiledRequirement($0, issuers: issuers, challenge: own) }
    }
}
