import Authorization
import JOSE
import Testing

/// An authorizer with one issuer and its keys, and a clock that stands still.
final class Gate {
    static let now = 1_800_000_000.0

    var authorizer: Authorizer
    private var headers: [UInt8] = []

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
        authorizer.install(try JWKSet(parsing: Array(set.utf8), trust: .fetched), issuer: issuer)
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
            into: &headers,
            observer: trace?.observer
        )
        trace?.description = authorizer.describe(request.subrequest, in: request.bytes.span, now: now)
        return Answer(decision: decision, bytes: headers)
    }

    func decide(bearer token: String, now: Double = Gate.now) -> Answer {
        decide(TestRequest(bearer: token), now: now)
    }
}

/// A decision with its header lines.
struct Answer {
    let decision: Decision
    let bytes: [UInt8]

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
