internal import JOSE

extension Authorizer {
    /// Decides about a request with the same checks, and records each of them.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - now: Unix seconds.
    /// - Returns: the decision with its checks.
    public mutating func explain(_ request: ExplainRequest, now: Double) -> Explanation {
        let observer = CheckObserver()
        var fields = AnswerFields()
        let decision = decide(
            request.subrequest,
            in: request.bytes.span,
            now: now,
            mayWait: false,
            into: &fields,
            observer: observer
        )
        let description = describe(request.subrequest, in: request.bytes.span, now: now)
        return Explanation(decision, fields: fields, steps: observer.steps, description)
    }
}
