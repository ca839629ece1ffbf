import Authorization
import JOSE
import Logging
import ProxyProtocol
import Telemetry

/// Log lines about decisions, and the refusals that the status page shows.
extension Worker {
    func logAllow(_ bytes: Span<UInt8>, listener: Int, now: Double, in room: inout RequestRoom) {
        let description = describe(bytes, listener: listener, now: now, in: room)
        var members = requestMembers(room.subrequest, bytes, listener: listener, answer: 200)
        members["issuer"] = description.issuer.map { .string($0.forLog) }
        members["kid"] = description.keyID.map { .string($0.forLog) }
        members["rule"] = description.rule.map { .string($0.forLog) }
        logger.info("request allowed", metadata: members)
    }

    /// Keeps a refusal for the status page and writes a line for it, unless there have been too many of its reason.
    ///
    /// What was expected and found is put into words here, so that refusals that nobody looks into cost nothing. Where
    /// all decisions are wanted, those beyond the limit get a line without it.
    func noteDenial(
        _ reason: Reason,
        _ bytes: Span<UInt8>,
        listener: Int,
        now: Double,
        in room: inout RequestRoom
    ) {
        if reason == .ruleDenied, let policy = namedPolicyThatIsMissing(room.subrequest, bytes) {
            return noteMissingPolicy(policy, bytes, listener: listener, now: now, in: &room)
        }
        guard let leftOut = refusalLimiter.take(reason, now: now) else {
            if logging == .denied { counters.refusalsNotLogged += 1 }
            if logging == .all {
                logDenial(requestMembers(room.subrequest, bytes, listener: listener, answer: reason.status), reason)
            }
            return
        }
        let refusal = lookInto(reason, bytes, listener: listener, now: now, in: &room)
        guard logging != .none else { return }
        var members = refusal.metadata
        if leftOut > 0, logging == .denied { members["left_out"] = .stringConvertible(leftOut) }
        logDenial(members, reason)
    }

    /// A policy that is missing is the operator's mistake: its line is an error, whatever else is wanted, and has a
    /// limit of its own, so that no flood of refusals hides it.
    private func noteMissingPolicy(
        _ name: String,
        _ bytes: Span<UInt8>,
        listener: Int,
        now: Double,
        in room: inout RequestRoom
    ) {
        guard let leftOut = missingPolicyLimiter.take(now: now) else {
            if logging != .all { counters.refusalsNotLogged += 1 }
            if logging == .all {
                let status = Reason.ruleDenied.status
                logDenial(requestMembers(room.subrequest, bytes, listener: listener, answer: status), .ruleDenied)
            }
            return
        }
        var members = lookInto(.ruleDenied, bytes, listener: listener, now: now, in: &room).metadata
        members["reason"] = .string(Reason.ruleDenied.rawValue)
        members["policy"] = .string(name)
        if leftOut > 0, logging != .all { members["left_out"] = .stringConvertible(leftOut) }
        logger.error(Self.missingPolicy, metadata: members)
    }

    private static let missingPolicy: Logger.Message = "the proxy asks for a policy that is not configured"

    /// Tells how many refusals had no line of their own, where no other line has told it.
    func logLeftOut() {
        if logging != .all, let count = missingPolicyLimiter.takeHeldBack(now: clock()) {
            logger.error(
                Self.missingPolicy,
                metadata: [
                    "reason": .string(Reason.ruleDenied.rawValue), "left_out": .stringConvertible(count),
                ]
            )
        }
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

    /// Finds out what led to a refusal, and keeps it for the status page.
    private func lookInto(
        _ reason: Reason,
        _ bytes: Span<UInt8>,
        listener: Int,
        now: Double,
        in room: inout RequestRoom
    ) -> Refusal {
        let description = describe(bytes, listener: listener, now: now, in: room)
        var refusal = Refusal(time: now, listener: listeners[listener].address.description, reason: reason)
        refusal.expected = description.expected?.forLog
        refusal.found = description.found?.forLog
        refusal.issuer = description.issuer?.forLog
        refusal.keyID = description.keyID?.forLog
        refusal.rule = description.rule?.forLog
        refusal.method = method(room.subrequest, bytes)
        refusal.path = path(room.subrequest, bytes)
        refusal.requestID = field(Self.requestID, room.subrequest, bytes)
        refusal.traceParent = field(Self.traceParent, room.subrequest, bytes)
        latestRefusals.keep(refusal)
        return refusal
    }

    /// The decision that was just taken, in words.
    private func describe(
        _ bytes: Span<UInt8>,
        listener: Int,
        now: Double,
        in room: borrowing RequestRoom
    ) -> DecisionDescription {
        authorizer.describe(room.subrequest, in: bytes, now: now, names: listeners[listener].dialect.requestParts)
    }

    private func namedPolicyThatIsMissing(_ subrequest: Subrequest, _ bytes: Span<UInt8>) -> String? {
        guard case .named(let range) = subrequest.policy else { return nil }
        let name = String(copying: bytes, range)
        return policy.settings.authorization.policies[name] == nil ? name.forLog : nil
    }

    private func requestMembers(
        _ subrequest: Subrequest,
        _ bytes: Span<UInt8>,
        listener: Int,
        answer: Int
    ) -> Logger.Metadata {
        var members: Logger.Metadata = [
            "listener": .string(listeners[listener].address.description),
            "answer": .stringConvertible(answer),
        ]
        members["method"] = method(subrequest, bytes).map { .string($0) }
        members["path"] = path(subrequest, bytes).map { .string($0) }
        members["request_id"] = field(Self.requestID, subrequest, bytes).map { .string($0) }
        members["traceparent"] = field(Self.traceParent, subrequest, bytes).map { .string($0) }
        return members
    }
}

// MARK: Parts of the request

extension Worker {
    private static let requestID = CaselessName("x-request-id")
    private static let traceParent = CaselessName("traceparent")

    private func method(_ subrequest: Subrequest, _ bytes: Span<UInt8>) -> String? {
        subrequest.method.map { String(copying: bytes, $0).forLog }
    }

    /// The path without its query, which may have a token in it.
    private func path(_ subrequest: Subrequest, _ bytes: Span<UInt8>) -> String? {
        guard case .origin(let target) = subrequest.target else { return nil }
        let end = bytes.firstIndex(of: UInt8(ascii: "?"), from: target.lowerBound, to: target.upperBound)
        return String(copying: bytes, target.lowerBound..<(end ?? target.upperBound)).forLog
    }

    private func field(_ name: CaselessName, _ subrequest: Subrequest, _ bytes: Span<UInt8>) -> String? {
        subrequest.fields.first { name.matches(bytes, $0.name) }.map { String(copying: bytes, $0.value).forLog }
    }
}

extension String {
    /// A part of a request as text; what is not UTF-8 becomes U+FFFD.
    fileprivate init(copying bytes: Span<UInt8>, _ range: Range<Int>) {
        self.init(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }

    /// A text from outside without tokens, cut to a length that fits a log line, and then what would not be seen in it
    /// made visible.
    fileprivate var forLog: String {
        let text = withoutTokens
        let fits = text.utf8.count <= 256 || text.unicodeScalars.count <= 256
        let part = fits ? text : String(text.unicodeScalars.prefix(256)) + "…"
        return part.withoutInvisibles
    }
}
