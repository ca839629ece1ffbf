package import JOSE

/// One refusal with what led to it, for people; nothing of a token beyond its issuer, key and the claim that failed.
package struct Refusal: Sendable, Equatable {
    /// Unix seconds.
    package var time: Double
    package var listener: String
    package var reason: Reason
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
        self.reason = reason
    }
}
