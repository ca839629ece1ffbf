/// The result of matching a request against the rules of a policy.
enum RuleMatch {
    /// The index of the rule that decides; nil when no rule matches.
    case rule(Int?)
    case ambiguous(RequestAmbiguity)
}

/// Why no rule may decide about a request.
enum RequestAmbiguity: Sendable, Equatable {
    /// The path lacks the listener's prefix.
    case missingPathPrefix
    /// A header that describes the request is repeated or malformed.
    case headers
    /// The first rule that may match the request depends on parts that are unknown.
    case missing(RequestFacts, rule: Int)
    /// Rules depend on the path, and it is unreadable.
    case unreadable(UnreadablePath)
    /// Readings of the path match different rules, by their indices; nil is no rule.
    case readings(asSent: Int?, other: Int?)
}
