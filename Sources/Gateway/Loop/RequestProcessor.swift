import Authorization
import Bytes
import NIOCore
import ProxyProtocol
import Telemetry

/// Reads requests and decides about them: start to end in one call, by one policy.
struct RequestProcessor: ~Copyable {
    /// What is the same for all requests that are processed one after the other.
    struct Setting {
        let listener: Int
        /// Unix seconds.
        let now: Double
        let mayWait: Bool
        /// Whether answers end their connections.
        let isEnding: Bool
    }

    private var policy: Policy
    private var authorizer: Authorizer
    private var headLimits: HeadLimits
    /// By listener.
    private var dialects: [Dialect]
    private var scratch = RequestScratch()
    private var budget = VerificationBudget()
    private let load: ConnectionCount
    private let telemetry: LoopTelemetry
    /// Decisions since the start.
    private(set) var decisions = 0

    init(_ policy: Policy, dialects: [Dialect], load: ConnectionCount, telemetry: LoopTelemetry) {
        self.dialects = dialects
        self.load = load
        self.telemetry = telemetry
        self.policy = policy
        headLimits = policy.settings.limits.head
        authorizer = Authorizer(policy.settings.authorization)
        install(policy)
    }

    /// Replaces the policy with its evidence; what the last one's authorizer has counted is kept.
    mutating func install(_ policy: Policy) {
        telemetry.counters.cacheHits += authorizer.cacheHits
        telemetry.counters.cacheMisses += authorizer.cacheMisses
        self.policy = policy
        headLimits = policy.settings.limits.head
        telemetry.take(policy.settings)
        authorizer = Authorizer(policy.settings.authorization)
        for update in policy.evidence { authorizer.install(update) }
    }

    /// Installs new evidence, if it is for the present policy.
    ///
    /// - Returns: whether it is.
    mutating func install(_ update: EvidenceUpdate, policy number: Int) -> Bool {
        guard number == policy.number else { return false }
        authorizer.install(update)
        return true
    }

    /// Replaces every listener's dialect.
    mutating func speak(_ dialects: [Dialect]) { self.dialects = dialects }

    /// Asks for evidence that a decision lacks.
    func request(_ need: Need) { policy.evidenceService.request(need) }

    /// The most connections of all listeners together.
    var maxConnections: Int { policy.settings.limits.connections }

    /// The limits of the present policy.
    var limits: GatewayLimits { policy.settings.limits }

    /// Adds what the present policy's authorizer has counted.
    func addCounts(to counters: inout LoopCounters) {
        counters.cacheHits += authorizer.cacheHits
        counters.cacheMisses += authorizer.cacheMisses
        counters.cachedTokens = authorizer.cachedTokenCount
        counters.cachedBytes = authorizer.cachedTokenBytes
    }

    /// Signatures that the present policy has had verified.
    var verifications: Int { authorizer.verifications }

    /// Refuses what needs a signature until the turn ends.
    mutating func stopVerifying() { authorizer.mayVerify = false }

    /// All connections that could be read have been: the next turn has its own time for signatures.
    mutating func endTurn() {
        budget.end()
        authorizer.mayVerify = true
    }

    /// Reads the first request in some bytes, decides, and answers.
    ///
    /// `partialHead` is the parser of a head that has come in part, now or before. `answer` is called once if the request
    /// is answered.
    mutating func process(
        _ bytes: Span<UInt8>,
        _ setting: Setting,
        _ partialHead: inout RequestHeadParser?,
        answer: (Dialect, AnswerStatus, borrowing AnswerFields, Persistence) -> Void
    ) -> RequestOutcome {
        if let parser = partialHead {
            scratch.parser = parser
            partialHead = nil
        }
        let dialect = dialects[setting.listener]
        switch scratch.parser.parse(bytes, limits: headLimits) {
        case .needMore:
            partialHead = scratch.parser
            scratch.parser = RequestHeadParser()
            return .needsMore
        case .bad(let fault):
            scratch.parser.reset()
            telemetry.count(fault)
            answer(dialect, AnswerStatus(fault), AnswerFields(), .close)
            return .refused
        case .head(let length):
            let persistence = scratch.parser.head.persistence(isEnding: setting.isEnding)
            let declaresBody = scratch.parser.head.declaresBody
            dialect.read(scratch.parser.head, in: bytes, into: &scratch.question)
            swap(&scratch.question.fields, &scratch.parser.head.fields)
            scratch.parser.reset()
            switch decide(bytes, setting, dialect) {
            case .pending(let need): return .pending(need)
            case .allow: answer(dialect, .ok, scratch.fields, persistence)
            case .deny(let reason): answer(dialect, AnswerStatus(reason), scratch.fields, persistence)
            case .overloaded: answer(dialect, .unavailable, scratch.fields, persistence)
            }
            return .answered(length: length, persistence, declaresBody: declaresBody)
        }
    }

    private mutating func decide(_ bytes: Span<UInt8>, _ setting: Setting, _ dialect: Dialect) -> Decision {
        let verifications = authorizer.verifications
        let decision = authorizer.decide(
            scratch.question,
            in: bytes,
            now: setting.now,
            mayWait: setting.mayWait,
            into: &scratch.fields
        )
        if authorizer.verifications != verifications { noteVerification() }
        let place = LoopTelemetry.Place(listener: setting.listener, now: setting.now)
        switch decision {
        case .pending: return decision
        case .allow:
            telemetry.counters.countDecision(nil, listener: setting.listener)
            if telemetry.logsAllows {
                let names = dialect.requestParts
                let words = authorizer.describe(scratch.question, in: bytes, now: setting.now, names: names)
                telemetry.logAllow(words, scratch.question, bytes, place)
            }
        case .deny(let reason):
            telemetry.counters.countDecision(reason, listener: setting.listener)
            telemetry.noteDenial(reason, missingPolicy: missingPolicy(reason, bytes), scratch.question, bytes, place) {
                authorizer.describe(scratch.question, in: bytes, now: setting.now, names: dialect.requestParts)
            }
        case .overloaded:
            telemetry.counters.overloadRefusals += 1
        }
        decisions += 1
        return decision
    }

    /// Takes note of a signature that was verified, and stops verifying when the turn has had its share.
    private mutating func noteVerification() {
        budget.note()
        guard !budget.hasTime() else { return }
        stopVerifying()
        load.noteLag(at: .now())
    }

    /// The policy that the request names although it is not configured.
    private func missingPolicy(_ reason: Reason, _ bytes: Span<UInt8>) -> String? {
        guard reason == .ruleDenied, case .named(let range) = scratch.question.policy else { return nil }
        let name = String(copying: bytes, range)
        return policy.settings.authorization.policies[name] == nil ? name : nil
    }
}

extension RequestHead {
    /// What the answer says about the connection.
    ///
    /// A body is never read, so what follows it could not be told from it (RFC 9112 section 9.3).
    fileprivate func persistence(isEnding: Bool) -> Persistence {
        if !keepsAlive || declaresBody || isEnding { return .close }
        return isVersion10 ? .keepAlive : .implied
    }
}
