internal import JOSE

extension Authorizer {
    /// Decides about a request by the same checks as ever, and tells each of them.
    ///
    /// - Parameter now: Unix seconds.
    public mutating func explain(_ request: ExplainRequest, now: Double) -> Explanation {
        let trace = Trace()
        var headers: [UInt8] = []
        let decision = decide(
            request.subrequest,
            in: request.bytes.span,
            now: now,
            mayWait: false,
            into: &headers,
            trace: trace
        )
        return Explanation(decision, headers: headers, trace: trace)
    }
}
