package import Logging

extension Refusal {
    /// The metadata of its log line, without the reason.
    package var metadata: Logger.Metadata {
        var members: Logger.Metadata = ["listener": .string(listener), "answer": .stringConvertible(answer)]
        members["expected"] = expected.map { .string($0) }
        members["found"] = found.map { .string($0) }
        members["issuer"] = issuer.map { .string($0) }
        members["kid"] = keyID.map { .string($0) }
        members["rule"] = rule.map { .string($0) }
        members["method"] = method.map { .string($0) }
        members["path"] = path.map { .string($0) }
        members["request_id"] = requestID.map { .string($0) }
        members["traceparent"] = traceParent.map { .string($0) }
        return members
    }
}
