import Authorization
import JOSE
import Logging
import Telemetry

/// Log lines about decisions; nothing here runs unless a line is written.
extension Worker {
    func logAllow(_ bytes: Span<UInt8>, listener: Int) {
        logger.info("request allowed", metadata: requestMembers(bytes, listener: listener, answer: 200))
    }

    /// Writes a line for a refusal, unless there have been too many.
    ///
    /// Where no lines are wanted, a policy that is missing still gets one: it is the operator's mistake. What was expected and found comes from deciding once more with a trace: refusals that nobody logs cost nothing.
    func logDenial(_ reason: Reason, _ bytes: Span<UInt8>, listener: Int, now: Double) {
        guard let leftOut = refusalLines.take(now: now) else { return }
        let missingPolicy = namedPolicyThatIsMissing(bytes)
        guard logsDenials || missingPolicy != nil else { return }
        let trace = Trace()
        _ = authorizer.decide(subrequest, in: bytes, now: now, mayWait: false, into: &headers, trace: trace)
        var members = requestMembers(bytes, listener: listener, answer: reason.status)
        members["reason"] = .string(reason.rawValue)
        members["expected"] = trace.failure.map { .text($0.expected) }
        members["found"] = trace.failure.map { .text($0.found) }
        members["issuer"] = trace.issuer.map { .text($0) }
        members["kid"] = trace.keyID.map { .text($0) }
        members["rule"] = trace.rule.map { .text($0) }
        if leftOut > 0 { members["left_out"] = .stringConvertible(leftOut) }
        if let missingPolicy {
            members["policy"] = missingPolicy
            logger.error("the proxy asks for a policy that is not configured", metadata: members)
        } else {
            logger.info("request denied", metadata: members)
        }
    }

    /// Tells how many refusals had no line of their own, when no other line has told it.
    func logLeftOut() {
        guard let leftOut = refusalLines.takeHeldBack(now: clock()) else { return }
        logger.info("requests denied without a line of their own", metadata: ["left_out": .stringConvertible(leftOut)])
    }

    private func namedPolicyThatIsMissing(_ bytes: Span<UInt8>) -> Logger.MetadataValue? {
        guard case .named(let range) = subrequest.policy else { return nil }
        let name = String(copying: bytes, range)
        return policy.settings.authorization.policies[name] == nil ? .text(name) : nil
    }

    private func requestMembers(_ bytes: Span<UInt8>, listener: Int, answer: Int) -> Logger.Metadata {
        var members: Logger.Metadata = [
            "listener": .string(listeners[listener].address.description),
            "answer": .stringConvertible(answer),
        ]
        members["method"] = subrequest.method.map { .text(String(copying: bytes, $0)) }
        if case .origin(let target) = subrequest.target {
            // A query may have a token in it.
            let end = bytes.firstIndex(of: UInt8(ascii: "?"), from: target.lowerBound, to: target.upperBound)
            members["path"] = .text(String(copying: bytes, target.lowerBound..<(end ?? target.upperBound)))
        }
        for field in subrequest.fields {
            if Self.requestID.matches(bytes, field.name) {
                members["request_id"] = .text(String(copying: bytes, field.value))
            } else if Self.traceParent.matches(bytes, field.name) {
                members["traceparent"] = .text(String(copying: bytes, field.value))
            }
        }
        return members
    }

    private static let requestID = CaselessName("x-request-id")
    private static let traceParent = CaselessName("traceparent")
}

extension Logger.MetadataValue {
    /// A text from outside, cut to a length that fits a log line.
    fileprivate static func text(_ text: String) -> Self {
        .string(text.unicodeScalars.count <= 256 ? text : String(text.unicodeScalars.prefix(256)) + "…")
    }
}

extension String {
    /// A part of a request as text; what is not UTF-8 becomes U+FFFD.
    fileprivate init(copying bytes: Span<UInt8>, _ range: Range<Int>) {
        self.init(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }
}
