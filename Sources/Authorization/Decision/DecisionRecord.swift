/// How the last decision came about: enough to put it into words while the request's bytes are still there.
struct DecisionRecord {
    /// Nil for an allow, and while a decision waits.
    var failure: CheckFailure?
    /// Which of the policies judged; nil for the default one.
    var policy: Int?
    /// The rule that covered the request.
    var rule: Int?
    /// The configured issuer that the token names.
    var issuer: Int?
    /// Where the token is.
    var token = TokenFinder.Result.missing
    /// Whether the token was taken apart, rather than remembered.
    var isTokenRead = false
}
