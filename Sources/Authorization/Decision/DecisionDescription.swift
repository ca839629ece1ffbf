/// A described decision, for log lines, the status page and `explain`.
///
/// The values come from requests and tokens: escape them before printing.
public struct DecisionDescription: Sendable, Equatable {
    /// What would have passed the check that failed; nil for an allow.
    public var expected: String?
    /// What was found instead; nil for an allow.
    public var found: String?
    /// The token's `iss`; nil when it was not read.
    public var issuer: String?
    /// The token's `kid`; nil when it was not read.
    public var keyID: String?
    /// The label of the rule that matched the request.
    public var rule: String?
    /// The request's method.
    public var method: String?
    /// The path as rules see it, or as sent if it has several readings.
    public var path: String?

    /// Creates an empty description.
    public init() {}
}
