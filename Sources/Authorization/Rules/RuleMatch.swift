/// What the rules of a policy say about a request.
enum RuleMatch {
    /// The number of the rule that decides; nil when no rule covers the request.
    case rule(Int?)
    case ambiguous(RequestAmbiguity)
}

/// Why no rule may decide about a request.
enum RequestAmbiguity: Sendable, Equatable {
    /// The request was not meant for this listener: its path lacks the prefix.
    case missingPathPrefix
    /// A header that describes the request came twice, or is malformed.
    case headers
    /// The first rule that could cover the request looks at facts that are unknown.
    case missing(RequestFacts, rule: Int)
    /// Rules look at the path, and it cannot be read.
    case unreadable(UnreadablePath)
    /// Readings of the path reach different rules, by their numbers; nil is no rule.
    case readings(asSent: Int?, other: Int?)
}
