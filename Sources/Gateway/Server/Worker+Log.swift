import Authorization
import JOSE
import Logging
import Telemetry

/// Log lines about decisions, and the refusals that the status page shows.
extension Worker {
    func logAllow(_ bytes: Span<UInt8>, listener: Int) {
        logger.info("request allowed", metadata: requestMembers(bytes, listener: listener, answer: 200))
    }

    /// Keeps a refusal for the status page and writes a line for it, unless there have been too many of its reason.
    ///
    /// What was expected and found comes from deciding once more with a trace: refusals that nobody looks into cost
    /// nothing. Where all decisions are wanted, those beyond the limit get a line without it. Where no lines are
    /// wanted, a policy that is missing still gets one: it is the operator's mistake.
    func noteDenial(_ reason: Reason, _ bytes: Span<UInt8>, listener: Int, now: Double) {
        guard let leftOut = refusalLimiter.take(reason, now: now) else {
            switch logging {
            case .none: break
            case .denied: counters.refusalsNotLogged += 1
            case .all: logDenial(requestMembers(bytes, listener: listener, answer: reason.status), reason)
            }
            return
        }
        let refusal = explain(reason, bytes, listener: listener, now: now)
        latestRefusals.keep(refusal)
        var members = requestMembers(bytes, listener: listener, answer: reason.status)
        members["expected"] = refusal.expected.map { .string($0) }
        members["found"] = refusal.found.map { .string($0) }
        members["issuer"] = refusal.issuer.map { .string($0) }
        members["kid"] = refusal.keyID.map { .string($0) }
        members["rule"] = refusal.rule.map { .string($0) }
        if leftOut > 0, logging == .denied { members["left_out"] = .stringConvertible(leftOut) }
        if let missingPolicy = namedPolicyThatIsMissing(bytes) {
            members["reason"] = .string(reason.rawValue)
            members["policy"] = .string(missingPolicy)
            logger.error("the proxy asks for a policy that is not configured", metadata: members)
        } else if logging != .none {
            logDenial(members, reason)
        }
    }

    /// Tells how many refusals had no line of their own, where no other line has told it.
    func logLeftOut() {
        guard logging == .denied else { return }
        for (reason, count) in refusalLimiter.takeHeldBack(now: clock()) {
            logger.info(
                "requests denied without a line of their own",
                metadata: ["reason": .string(reason.rawValue), "left_out": .stringConvertible(count)]
            )
        }
    }

    private func logDenial(_ members: Logger.Metadata, _ reason: Reason) {
        var members = members
        members["reason"] = .string(reason.rawValue)
        logger.info("request denied", metadata: members)
    }

    private func explain(_ reason: Reason, _ bytes: Span<UInt8>, listener: Int, now: Double) -> Refusal {
        let trace = Trace()
        _ = authorizer.decide(subrequest, in: bytes, now: now, mayWait: false, into: &headers, trace: trace)
        var refusal = Refusal(time: now, listener: listeners[listener].address.description, reason: reason)
        refusal.expected = trace.failure?.expected.shortened
        refusal.found = trace.failure?.found.shortened
        refusal.issuer = trace.issuer?.shortened
        refusal.keyID = trace.keyID?.shortened
        refusal.rule = trace.rule?.shortened
        refusal.method = method(bytes)
        refusal.path = path(bytes)
        refusal.requestID = field(Self.requestID, bytes)
        refusal.traceParent = field(Self.traceParent, bytes)
        return refusal
    }

    private func namedPolicyThatIsMissing(_ bytes: Span<UInt8>) -> String? {
        guard case .named(let range) = subrequest.policy else { return nil }
        let name = String(copying: bytes, range)
        return policy.settings.authorization.policies[name] == nil ? name.shortened : nil
    }

    private func requestMembers(_ bytes: Span<UInt8>, listener: Int, answer: Int) -> Logger.Metadata {
        var members: Logger.Metadata = [
            "listener": .string(listeners[listener].address.description),
            "answer": .stringConvertible(answer),
        ]
        members["method"] = method(bytes).map { .string($0) }
        members["path"] = path(bytes).map { .string($0) }
        members["request_id"] = field(Self.requestID, bytes).map { .string($0) }
        members["traceparent"] = field(Self.traceParent, bytes).map { .string($0) }
        return members
    }
}

// MARK: Parts of the request

extension Worker {
    private static let requestID = CaselessName("x-request-id")
    private static let traceParent = CaselessName("traceparent")

    private func method(_ bytes: Span<UInt8>) -> String? {
        subrequest.method.map { String(copying: bytes, $0).shortened }
    }

    /// The path without its query, which may have a token in it.
    private func path(_ bytes: Span<UInt8>) -> String? {
        guard case .origin(let target) = subrequest.target else { return nil }
        let end = bytes.firstIndex(of: UInt8(ascii: "?"), from: target.lowerBound, to: target.upperBound)
        return String(copying: bytes, target.lowerBound..<(end ?? target.upperBound)).shortened
    }

    private func field(_ name: CaselessName, _ bytes: Span<UInt8>) -> String? {
        subrequest.fields.first { name.matches(bytes, $0.name) }.map { String(copying: bytes, $0.value).shortened }
    }
}

extension String {
    /// A part of a request as text; what is not UTF-8 becomes U+FFFD.
    fileprivate init(copying bytes: Span<UInt8>, _ range: Range<Int>) {
        self.init(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }

    /// A text from outside, cut to a length that fits a log line.
    fileprivate var shortened: String {
        unicodeScalars.count <= 256 ? self : String(unicodeScalars.prefix(256)) + "…"
    }
}
