internal import JOSE

extension Authorizer {
    /// Decides about a request by the same checks as ever, and tells each of them.
    ///
    /// - Parameter now: Unix seconds.
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
