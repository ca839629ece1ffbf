import Authorization
import JOSE
import Logging
import NIOSSL
import ProxyProtocol
import Telemetry

/// What one event loop counts and logs, and the refusals that it keeps for the status page.
final class LoopTelemetry {
    /// Where and when a request was decided about.
    struct Place {
        let listener: Int
        /// Unix seconds.
        let now: Double
    }

    var counters: LoopCounters
    private let logger: Logger
    /// All loops' refusals for the status page; touched at most as often as refusals are logged.
    private let latestRefusals: LatestRefusals
    private let clock: @Sendable () -> Double
    /// By listener.
    private let addresses: [String]
    private var refusalLimiter: RefusalLimiter
    /// Which requests for a policy that is not configured get a line.
    private var missingPolicyLimiter: TokenBucket
    /// Which failed TLS handshakes get a line.
    private var handshakeLimiter: TokenBucket
    /// Which decisions get a line, the logger's level considered.
    private var logging = DecisionLogging.none
    /// Requests that were refused for want of time when this was last logged.
    private var loggedOverloadRefusals = 0

    init(
        addresses: [String],
        logger: Logger,
        latestRefusals: LatestRefusals,
        clock: @escaping @Sendable () -> Double
    ) {
        self.addresses = addresses
        self.logger = logger
        self.latestRefusals = latestRefusals
        self.clock = clock
        counters = LoopCounters(listeners: addresses.count)
        refusalLimiter = RefusalLimiter(now: clock())
        missingPolicyLimiter = TokenBucket(burst: RefusalLimiter.burst, rate: RefusalLimiter.rate, now: clock())
        handshakeLimiter = TokenBucket(burst: RefusalLimiter.burst, rate: RefusalLimiter.rate, now: clock())
    }

    /// Takes over what a policy says about logging.
    func take(_ settings: DecisionSettings) {
        logging = logger.logLevel <= .info ? settings.logging : .none
    }

    /// Whether allows get a line.
    var logsAllows: Bool { logging == .all }

    func count(_ fault: HeadFault) {
        switch fault {
        case .malformed: counters.malformedRequests += 1
        case .tooLarge: counters.oversizedRequests += 1
        }
    }

    func logAllow(
        _ description: DecisionDescription,
        _ question: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ place: Place
    ) {
        var members = requestMembers(question, bytes, place, answer: 200)
        members["issuer"] = description.issuer.map { .string($0.forLog) }
        members["kid"] = description.keyID.map { .string($0.forLog) }
        members["rule"] = description.rule.map { .string($0.forLog) }
        logger.info("request allowed", metadata: members)
    }

    /// Keeps a refusal for the status page and writes a line for it, unless there have been too many of its reason.
    ///
    /// Where all decisions are wanted, those beyond the limit get a line without what was expected and found.
    ///
    /// `missingPolicy` is the policy that the request names although it is not configured. `describe` puts the decision
    /// into words; it is not called for refusals that are only counted.
    func noteDenial(
        _ reason: Reason,
        missingPolicy: String?,
        _ question: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ place: Place,
        describe: () -> DecisionDescription
    ) {
        if let missingPolicy {
            return noteMissingPolicy(missingPolicy.forLog, question, bytes, place, describe: describe)
        }
        guard let leftOut = refusalLimiter.take(reason, now: place.now) else {
            if logging == .denied { counters.refusalsNotLogged += 1 }
            if logging == .all { logDenial(requestMembers(question, bytes, place, answer: reason.status), reason) }
            return
        }
        let refusal = keep(reason, describe(), question, bytes, place)
        guard logging != .none else { return }
        var members = refusal.metadata
        if leftOut > 0, logging == .denied { members["left_out"] = .stringConvertible(leftOut) }
        logDenial(members, reason)
    }

    /// A policy that is missing is the operator's mistake: its line is an error, whatever else is wanted, and has a
    /// limit of its own, so that no flood of refusals hides it.
    private func noteMissingPolicy(
        _ name: String,
        _ question: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ place: Place,
        describe: () -> DecisionDescription
    ) {
        guard let leftOut = missingPolicyLimiter.take(now: place.now) else {
            if logging != .all { counters.refusalsNotLogged += 1 }
            if logging == .all {
                let status = Reason.ruleDenied.status
                logDenial(requestMembers(question, bytes, place, answer: status), .ruleDenied)
            }
            return
        }
        var members = keep(.ruleDenied, describe(), question, bytes, place).metadata
        members["reason"] = .string(Reason.ruleDenied.rawValue)
        members["policy"] = .string(name)
        if leftOut > 0, logging != .all { members["left_out"] = .stringConvertible(leftOut) }
        logger.error(Self.missingPolicy, metadata: members)
    }

    private static let missingPolicy: Logger.Message = "the proxy asks for a policy that is not configured"

    /// Logs how many refusals had no line of their own, where no other line has said so.
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

    /// Logs how many requests were refused for want of time since this was last logged.
    func logOverload() {
        let refusals = counters.overloadRefusals - loggedOverloadRefusals
        guard refusals > 0 else { return }
        loggedOverloadRefusals = counters.overloadRefusals
        logger.warning(
            "overloaded: requests were refused because there was no time for their signatures",
            metadata: ["refused": .stringConvertible(refusals)]
        )
    }

    /// Logs a failed handshake, unless there have been too many, or the client went away by itself as mere probes do.
    func logFailedHandshake(_ error: any Error, listener: Int) {
        guard case NIOSSLError.handshakeFailed(.sslError(let stack)) = error, let cause = stack.first,
            cause != .eofDuringHandshake, handshakeLimiter.take(now: clock()) != nil
        else { return }
        logger.info(
            "TLS handshake failed",
            metadata: ["listener": .string(addresses[listener]), "error": .string(Self.words(cause))]
        )
    }

    /// The library's name for the cause, such as `peer did not return a certificate`, out of a text that has more.
    private static func words(_ cause: BoringSSLInternalError) -> String {
        let text = "\(cause)"
        guard let name = text.firstMatch(of: /:([A-Z0-9_]+)(?: at |$)/) else { return text }
        return name.1.lowercased().replacing("_", with: " ")
    }

    private func logDenial(_ members: Logger.Metadata, _ reason: Reason) {
        var members = members
        members["reason"] = .string(reason.rawValue)
        logger.info("request denied", metadata: members)
    }

    /// Keeps a refusal for the status page.
    private func keep(
        _ reason: Reason,
        _ description: DecisionDescription,
        _ question: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ place: Place
    ) -> Refusal {
        var refusal = Refusal(time: place.now, listener: addresses[place.listener], reason: reason)
        refusal.expected = description.expected?.forLog
        refusal.found = description.found?.forLog
        refusal.issuer = description.issuer?.forLog
        refusal.keyID = description.keyID?.forLog
        refusal.rule = description.rule?.forLog
        let parts = LoggedRequest(question, bytes)
        refusal.method = parts.method
        refusal.path = parts.path
        refusal.requestID = parts.requestID
        refusal.traceParent = parts.traceParent
        latestRefusals.keep(refusal)
        return refusal
    }

    private func requestMembers(
        _ question: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ place: Place,
        answer: Int
    ) -> Logger.Metadata {
        var members: Logger.Metadata = [
            "listener": .string(addresses[place.listener]), "answer": .stringConvertible(answer),
        ]
        let parts = LoggedRequest(question, bytes)
        members["method"] = parts.method.map { .string($0) }
        members["path"] = parts.path.map { .string($0) }
        members["request_id"] = parts.requestID.map { .string($0) }
        members["traceparent"] = parts.traceParent.map { .string($0) }
        return members
    }
}
