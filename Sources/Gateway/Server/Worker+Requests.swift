import Authorization
import JOSE
import NIOCore
import Telemetry

extension Worker {
    /// What became of the first request in some bytes.
    enum Step {
        /// Its head is not whole; ``Worker/parser`` remembers how far it was read.
        case needMore
        /// It was answered; the next begins after `length` bytes if the connection stays open.
        case answered(length: Int, persistence: Persistence, declaresBody: Bool)
        /// It was no good request: it was answered, and nothing after it can be trusted.
        case refused
        /// It must wait for an issuer's keys; nothing has been answered.
        case needsKeys(issuer: Int)
    }

    /// Reads one request, decides, and appends its answer to ``outbound``: start to end in one call.
    func serve(_ bytes: Span<UInt8>, listener: Int, dialect: Dialect, now: Double, mayWait: Bool) -> Step {
        switch parser.parse(bytes, limits: headLimits) {
        case .needMore:
            return .needMore
        case .bad(let fault):
            parser.reset()
            count(fault)
            outbound.writeAnswer(AnswerStatus(fault), headers: [], .close)
            return .refused
        case .head(let length):
            return decide(bytes, length: length, listener: listener, dialect: dialect, now: now, mayWait: mayWait)
        }
    }

    /// Answers a request that took too long to come.
    func refuseSlowRequest() {
        counters.slowRequests += 1
        outbound.writeAnswer(.requestTimeout, headers: [], .close)
    }

    /// Answers a connection that is one too many.
    func refuseConnection() {
        outbound.writeAnswer(.unavailable, headers: [], .close)
    }

    private func decide(
        _ bytes: Span<UInt8>,
        length: Int,
        listener: Int,
        dialect: Dialect,
        now: Double,
        mayWait: Bool
    ) -> Step {
        dialect.read(parser.head, in: bytes, into: &subrequest)
        swap(&subrequest.fields, &parser.head.fields)
        let persistence = parser.head.persistence(isDraining: isDraining)
        let declaresBody = parser.head.declaresBody
        parser.reset()
        let verifications = authorizer.verifications
        let decision = authorizer.decide(
            subrequest,
            in: bytes,
            now: now,
            mayWait: mayWait && parked.count < Self.mostParked,
            into: &headers,
            trace: nil
        )
        if authorizer.verifications != verifications { noteVerification() }
        switch decision {
        case .allow:
            counters.countDecision(nil, listener: listener)
            outbound.writeAnswer(.ok, headers: headers, persistence)
            if logging == .all { logAllow(bytes, listener: listener, now: now) }
        case .deny(let reason):
            counters.countDecision(reason, listener: listener)
            outbound.writeAnswer(AnswerStatus(reason), headers: headers, persistence)
            noteDenial(reason, bytes, listener: listener, now: now)
        case .needsKeys(let issuer):
            return .needsKeys(issuer: issuer)
        case .overloaded:
            counters.overloadRefusals += 1
            outbound.writeAnswer(.unavailable, headers: headers, persistence)
        }
        decisions += 1
        return .answered(length: length, persistence: persistence, declaresBody: declaresBody)
    }

    private func count(_ fault: HeadFault) {
        switch fault {
        case .malformed: counters.malformedRequests += 1
        case .tooLarge: counters.oversizedRequests += 1
        }
    }
}

extension RequestHead {
    /// What the answer says about the connection.
    ///
    /// A body is never read, so what follows it could not be told from it (RFC 9112 section 9.3).
    func persistence(isDraining: Bool) -> Persistence {
        if !keepsAlive || declaresBody || isDraining { return .close }
        return isVersion10 ? .keepAlive : .implied
    }
}
