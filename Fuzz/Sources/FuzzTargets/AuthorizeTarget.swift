import Authorization
import JOSE
import ProxyProtocol

/// The input as a decision request, see ``FuzzRequest``; no request is allowed without a valid token unless a rule says so.
struct AuthorizeTarget: FuzzTarget {
    static let name = "authorize"

    private final class Gates {
        var remembering: Authorizer
        var forgetting: Authorizer

        init(_ policy: FuzzPolicy, _ keys: JWKSet) throws(Finding) {
            remembering = Authorizer(try policy.configuration(cachedTokens: 16))
            forgetting = Authorizer(try policy.configuration(cachedTokens: 0))
            remembering.install(.keys(IssuerID(0), KeyEvidence(keys: keys, generation: 1)))
            forgetting.install(.keys(IssuerID(0), KeyEvidence(keys: keys, generation: 1)))
        }
    }

    private struct Answer: Equatable {
        let decision: Decision
        let headers: [UInt8]
    }

    /// Kept from input to input, as an event loop does.
    private var gates: [FuzzPolicy: Gates] = [:]

    mutating func read(_ input: [UInt8]) throws(Finding) -> Bool {
        let request = FuzzRequest(input)
        let gates = try gates(request.configuration)
        let answer = Self.decide(request, &gates.forgetting)
        for _ in 0..<3 {
            // Unknown, seen once, cached.
            try require(Self.decide(request, &gates.remembering) == answer, "memory changes no answer")
        }
        let observer = CheckObserver()
        try require(
            Self.decide(request, &gates.forgetting, observer) == answer,
            "a record of the checks changes nothing"
        )
        switch answer.decision {
        case .allow:
            try Self.checkPassage(request)
            try AnswerRules.checkAllow(answer.headers, request)
            return true
        case .deny(let reason):
            try require(observer.failure != nil, "a refusal has a failed check")
            try AnswerRules.checkDenial(answer.headers, reason)
        case .pending(let need):
            try require(request.mayWait && need == .keys(IssuerID(0)), "only who may wait is asked to")
            try require(answer.headers.isEmpty, "who waits has no answer")
        case .overloaded:
            throw Finding("nobody took the time for signatures away")
        }
        return false
    }

    private mutating func gates(_ policy: FuzzPolicy) throws(Finding) -> Gates {
        if let gates = gates[policy] { return gates }
        let made = try Gates(policy, FuzzIssuer.keys())
        gates[policy] = made
        return made
    }

    private static func decide(_ request: FuzzRequest, _ gate: inout Authorizer, _ observer: CheckObserver? = nil)
        -> Answer
    {
        var fields = AnswerFields()
        fields.append(name: Array("left".utf8), value: Array("over".utf8))
        let decision = gate.decide(
            request.subrequest,
            in: request.bytes.span,
            now: FuzzIssuer.now,
            mayWait: request.mayWait,
            into: &fields,
            observer: observer
        )
        return Answer(decision: decision, headers: lines(of: fields, decision, request.dialect))
    }

    /// The answer's own header lines as they are sent, each with its end.
    private static func lines(of fields: AnswerFields, _ decision: Decision, _ dialect: Dialect) -> [UInt8] {
        let status: AnswerStatus =
            switch decision {
            case .allow: .ok
            case .deny(let reason): AnswerStatus(reason)
            case .pending, .overloaded: .unavailable
            }
        let answer = dialect.answer(status, fields, .implied)
        // After the status line and the two fields that every answer has, and before the empty line.
        let lines = answer.split(separator: 0x0A, omittingEmptySubsequences: false)
        return Array(lines[3...].joined(separator: [0x0A]).dropLast(2))
    }

    /// A request is allowed with a valid token, or if the lenient policy requires none.
    private static func checkPassage(_ request: FuzzRequest) throws(Finding) {
        guard !request.hasGoodToken else { return }
        try require(request.namesPolicy, "nobody passes the strict policy without a good token")
        guard let target = request.target else { throw Finding("nobody passes a rule for paths without one") }
        let path = Array(target.prefix { $0 != UInt8(ascii: "?") })
        try require(!path.contains(UInt8(ascii: "#")), "no rule covers a fragment")
        let once = percentDecoded(path)
        // The strictest and the most lenient readings: the rule matches all of them.
        for decoded in [once, percentDecoded(once)] {
            guard String(validating: decoded, as: UTF8.self) != nil else { throw Finding("no rule covers bad UTF-8") }
            try require(decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "no rule covers controls")
            try require(isOpen(decoded) && isOpen(resolved(decoded)), "nobody passes elsewhere without a good token")
        }
    }

    private static func isOpen(_ path: [UInt8]) -> Bool {
        ["/public", "/maybe"].contains { path.elementsEqual($0.utf8) || path.starts(with: "\($0)/".utf8) }
    }

    /// A path as the most lenient server reads it: every separator is a slash, without parameters, empty and dot segments.
    private static func resolved(_ path: [UInt8]) -> [UInt8] {
        var segments: [ArraySlice<UInt8>] = []
        for segment in path.split(whereSeparator: { "/\\".utf8.contains($0) }) {
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            switch Array(name) {
            case [], [0x2E]: break
            case [0x2E, 0x2E]: _ = segments.popLast()
            default: segments.append(name)
            }
        }
        return [0x2F] + segments.joined(separator: [0x2F])
    }
}
