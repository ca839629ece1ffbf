/// The record of one decision: enough to describe it while the request's bytes exist.
struct DecisionRecord {
    /// Nil for an allow and for a pending decision.
    var failure: CheckFailure?
    /// The index of the named policy; nil for the default one.
    var policy: Int?
    /// The index of the rule that matched the request.
    var rule: Int?
    /// The index of the issuer that the token names.
    var issuer: Int?
    /// Where the token is.
    var token = TokenFinder.Result.missing
    /// Whether the token was parsed rather than found in the cache.
    var isTokenRead = false
}
