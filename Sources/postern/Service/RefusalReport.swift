internal import JOSE
internal import Telemetry

/// One of the latest refusals in `/status.json`; the same words as in the log.
struct RefusalReport: Encodable {
    var time: Double
    var listener: String
    var answer: Int
    var reason: String
    var expected: String?
    var found: String?
    var issuer: String?
    var kid: String?
    var rule: String?
    var method: String?
    var path: String?
    var requestId: String?
    var traceparent: String?

    init(_ refusal: Refusal) {
        time = refusal.time
        listener = refusal.listener
        answer = refusal.reason.status
        reason = refusal.reason.rawValue
        expected = refusal.expected
        found = refusal.found
        issuer = refusal.issuer
        kid = refusal.keyID
        rule = refusal.rule
        method = refusal.method
        path = refusal.path
        requestId = refusal.requestID
        traceparent = refusal.traceParent
    }
}
