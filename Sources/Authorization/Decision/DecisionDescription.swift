/// A decision in words, for log lines, the status page and `explain`.
///
/// Values in it come from requests and tokens, so callers escape them before printing.
public struct DecisionDescription: Sendable, Equatable {
    /// What would have passed the check that failed; nil for an allow.
    public var expected: String?
    /// What there was instead; nil for an allow.
    public var found: String?
    /// The token's `iss`, as far as it was read.
    public var issuer: String?
    /// The token's `kid`, as far as it was read.
    public var keyID: String?
    /// The label of the rule that covered the request.
    public var rule: String?
    /// The request's method.
    public var method: String?
    /// The path as rules saw it, or as it was sent where there are several readings.
    public var path: String?

    /// A description of nothing.
    public init() {}
}
