/// What a rule asks for once it covers a request.
final class PreparedRule {
    let label: String
    let access: Rule.Access
    let requirement: RequirementCheck?

    init(_ rule: Rule, challenges: Challenges) {
        label = rule.label
        access = rule.access
        requirement = rule.requirement.map { RequirementCheck($0, challenges: challenges) }
    }
}
