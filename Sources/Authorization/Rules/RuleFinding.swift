/// What the rules of a policy say about a request.
enum RuleFinding {
    /// The rule that decides; nil when no rule covers the request.
    case rule(PreparedRule?)
    case ambiguous(RequestAmbiguity)
}

/// Why no rule may decide about a request.
enum RequestAmbiguity: Equatable {
    /// The request was not meant for this listener: its path lacks the prefix.
    case foreign
    /// A header that describes the request came twice, or is malformed.
    case headers
    /// The first rule that could cover the request looks at facts that are unknown.
    case missing(RequestFacts, rule: String)
    /// Rules look at the path, and it cannot be read.
    case unreadable(PathProblem)
    /// Readings of the path reach different rules; nil stands for no rule.
    case readings(asSent: String?, other: String?)
}
