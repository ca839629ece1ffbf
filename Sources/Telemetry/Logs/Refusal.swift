package import Authorization

/// One refusal with its cause; of the token it has only the issuer, the key ID and the claim that failed.
///
/// Encoded, it has the field names of the log line.
package struct Refusal: Sendable, Equatable, Encodable {
    private enum CodingKeys: String, CodingKey {
        case time, listener, answer, reason, expected, found, issuer, rule, method, path
        case keyID = "kid"
        case requestID = "request_id"
        case traceParent = "traceparent"
    }

    /// The time in Unix seconds.
    package let time: Double
    /// The address of the listener.
    package let listener: String
    /// The HTTP status of the answer.
    package let answer: Int
    /// The reason of the refusal.
    package let reason: Reason
    /// What the failed check expected.
    package var expected: String?
    /// What the failed check found.
    package var found: String?
    /// The `iss` of the token.
    package var issuer: String?
    /// The `kid` of the token.
    package var keyID: String?
    /// The label of the rule that matched the request.
    package var rule: String?
    /// The method of the original request.
    package var method: String?
    /// The path of the original request without the query, which may contain a token.
    package var path: String?
    /// The value of `X-Request-ID`.
    package var requestID: String?
    /// The value of `traceparent` (W3C Trace Context).
    package var traceParent: String?

    /// Creates a refusal without details.
    package init(time: Double, listener: String, reason: Reason) {
        self.time = time
        self.listener = listener
        self.answer = reason.status
        self.reason = reason
    }
}
