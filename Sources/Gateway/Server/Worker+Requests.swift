import Authorization
import JOSE
import NIOCore
import ProxyProtocol
import Telemetry

extension Worker {
    /// What became of the first request in some bytes.
    enum Step {
        /// Its head is not whole; the parser in ``Worker/room`` remembers how far it was read.
        case needMore
        /// It was answered; the next begins after `length` bytes if the connection stays open.
        case answered(length: Int, persistence: Persistence, declaresBody: Bool)
        /// It was no good request: it was answered, and nothing after it can be trusted.
        case refused
        /// It must wait for evidence; nothing has been answered.
        case pending(Need)
    }

    /// Reads one request, decides, and appends its answer to ``outbound``: start to end in one call.
    func serve(_ bytes: Span<UInt8>, listener: Int, dialect: Dialect, now: Double, mayWait: Bool) -> Step {
        serve(bytes, listener: listener, dialect: dialect, now: now, mayWait: mayWait, in: &room)
    }

    private func serve(
        _ bytes: Span<UInt8>,
        listener: Int,
        dialect: Dialect,
        now: Double,
        mayWait: Bool,
        in room: inout RequestRoom
    ) -> Step {
        switch room.parser.parse(bytes, limits: headLimits) {
        case .needMore:
            return .needMore
        case .bad(let fault):
            room.parser.reset()
            count(fault)
            outbound.writeAnswer(AnswerStatus(fault), AnswerFields(), .close, as: dialect)
            return .refused
        case .head(let length):
            let persistence = room.parser.head.persistence(isDraining: isDraining)
            let declaresBody = room.parser.head.declaresBody
            dialect.read(room.parser.head, in: bytes, into: &room.subrequest)
            swap(&room.subrequest.fields, &room.parser.head.fields)
            room.parser.reset()
            if let need = decide(bytes, listener, dialect, persistence, now: now, mayWait: mayWait, in: &room) {
                return .pending(need)
            }
            return .answered(length: length, persistence: persistence, declaresBody: declaresBody)
        }
    }

    /// Answers a request that took too long to come.
    func refuseSlowRequest() {
        counters.slowRequests += 1
        outbound.writeAnswer(.requestTimeout, AnswerFields(), .close, as: .nginx)
    }

    /// Answers a connection that is one too many.
    func refuseConnection() {
        outbound.writeAnswer(.unavailable, AnswerFields(), .close, as: .nginx)
    }

    /// Decides about the request that has been read, and answers it unless it must wait: then what it lacks is returned.
    private func decide(
        _ bytes: Span<UInt8>,
        _ listener: Int,
        _ dialect: Dialect,
        _ persistence: Persistence,
        now: Double,
        mayWait: Bool,
        in room: inout RequestRoom
    ) -> Need? {
        let verifications = authorizer.verifications
        let decision = authorizer.decide(
            room.subrequest,
            in: bytes,
            now: now,
            mayWait: mayWait && parked.count < Self.mostParked,
            into: &room.fields
        )
        if authorizer.verifications != verifications { noteVerification() }
        switch decision {
        case .allow:
            counters.countDecision(nil, listener: listener)
            outbound.writeAnswer(.ok, room.fields, persistence, as: dialect)
            if logging == .all { logAllow(bytes, listener: listener, now: now, in: &room) }
        case .deny(let reason):
            counters.countDecision(reason, listener: listener)
            outbound.writeAnswer(AnswerStatus(reason), room.fields, persistence, as: dialect)
            noteDenial(reason, bytes, listener: listener, now: now, in: &room)
        case .pending(let need):
            return need
        case .overloaded:
            counters.overloadRefusals += 1
            outbound.writeAnswer(.unavailable, room.fields, persistence, as: dialect)
        }
        decisions += 1
        return nil
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
