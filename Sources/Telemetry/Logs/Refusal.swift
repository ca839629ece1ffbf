package import Authorization

/// One refusal with what led to it, for people; nothing of a token beyond its issuer, key and the claim that failed.
///
/// Encoded, it has the same words as its line in the log.
package struct Refusal: Sendable, Equatable, Encodable {
    private enum CodingKeys: String, CodingKey {
        case time, listener, answer, reason, expected, found, issuer, rule, method, path
        case keyID = "kid"
        case requestID = "request_id"
        case traceParent = "traceparent"
    }

    /// Unix seconds.
    package let time: Double
    package let listener: String
    /// The answer's status.
    package let answer: Int
    package let reason: Reason
    package var expected: String?
    package var found: String?
    package var issuer: String?
    package var keyID: String?
    /// The label of the rule that covered the request.
    package var rule: String?
    package var method: String?
    /// Without its query, which may have a token in it.
    package var path: String?
    package var requestID: String?
    package var traceParent: String?

    package init(time: Double, listener: String, reason: Reason) {
        self.time = time
        self.listener = listener
        self.answer = reason.status
        self.reason = reason
    }
}
