import Authorization
import JOSE
import ProxyProtocol
import TestSupport
import Testing

/// An authorizer with one issuer and its keys, and a fixed clock.
final class Gate {
    static let now = 1_800_000_000.0

    var authorizer: Authorizer
    /// By issuer: the present keys, and a number that no other set has.
    private var evidence: [Int: (keys: JWKSet?, generation: UInt64)] = [:]
    private var generation: UInt64 = 0
    private var fields = AnswerFields()

    init(_ configuration: AuthorizationConfiguration, keys: [[Signer]]) throws {
        authorizer = Authorizer(configuration)
        for (number, signers) in keys.enumerated() { try install(signers, issuer: number) }
    }

    /// The usual issuer; `change` makes the configuration that the test is about.
    convenience init(
        _ signers: [Signer] = [],
        requirements: TokenRequirements? = nil,
        _ change: (inout AuthorizationConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = AuthorizationConfiguration(issuers: [requirements ?? Self.requirements()])
        change(&configuration)
        try self.init(configuration, keys: [signers])
    }

    static func requirements(_ change: (inout TokenRequirements) -> Void = { _ in }) -> TokenRequirements {
        var requirements = TokenRequirements(issuer: Claims.issuer, audiences: .anyOf([Claims.audience]))
        change(&requirements)
        return requirements
    }

    func install(_ signers: [Signer], issuer: Int = 0) throws {
        let set = "{\"keys\":[\(signers.map(\.jwk).joined(separator: ","))]}"
        install(try JWKSet(parsing: Array(set.utf8), trust: .fetched), issuer: issuer)
    }

    func install(_ keys: JWKSet?, issuer: Int = 0) {
        generation += 1
        evidence[issuer] = (keys, generation)
        authorizer.install(.keys(IssuerID(issuer), KeyEvidence(keys: keys, generation: generation)))
    }

    /// Announces that no refresh would be made for unknown `kid`s before a time.
    func refuseUnknownKeys(issuer: Int, from start: Double = -.infinity, until end: Double) {
        let (keys, generation) = evidence[issuer] ?? (nil, 0)
        let state = KeyEvidence(
            keys: keys,
            generation: generation,
            unknownKeysRefusedFrom: start,
            unknownKeysRefusedUntil: end
        )
        authorizer.install(.keys(IssuerID(issuer), state))
    }

    func decide(
        _ request: TestRequest,
        now: Double = Gate.now,
        mayWait: Bool = false,
        trace: Trace? = nil
    ) -> Answer {
        let decision = authorizer.decide(
            request.subrequest,
            in: request.bytes.span,
            now: now,
            mayWait: mayWait,
            into: &fields,
            observer: trace?.observer
        )
        trace?.description = authorizer.describe(request.subrequest, in: request.bytes.span, now: now)
        return Answer(decision, fields, as: request.dialect)
    }

    func decide(bearer token: String, now: Double = Gate.now) -> Answer {
        decide(TestRequest(bearer: token), now: now)
    }
}

/// A decision with its header lines.
struct Answer {
    let decision: Decision
    let fields: AnswerFields
    /// The lines as they are sent, each with its end.
    let bytes: [UInt8]

    init(_ decision: Decision, _ fields: AnswerFields, as dialect: Dialect) {
        self.decision = decision
        self.fields = fields
        let status: AnswerStatus =
            switch decision {
            case .allow: .ok
            case .deny(let reason): AnswerStatus(reason)
            case .pending, .overloaded: .unavailable
            }
        let whole = [UInt8](unsafeUninitializedCapacity: dialect.maxLength(of: fields)) { room, count in
            count = dialect.write(status, fields, .implied, into: UnsafeMutableRawBufferPointer(room))
        }
        // After the status line and the two fields that every answer has, and before the empty line.
        let lines = whole.split(separator: 0x0A, omittingEmptySubsequences: false)
        bytes = Array(lines[3...].joined(separator: [0x0A]).dropLast(2))
    }

    /// The reason against the request; nil for an allow.
    var reason: Reason? {
        if case .deny(let reason) = decision { reason } else { nil }
    }

    /// The lines without their ends.
    var lines: [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }

    /// A header's value without the white space around it; nil unless it is there exactly once.
    subscript(_ name: String) -> String? {
        let values = lines.filter { $0.hasPrefix("\(name):") }.map { $0.dropFirst(name.count + 1).drop { $0 == " " } }
        return values.count == 1 ? String(values[0]) : nil
    }
}
