internal import Bytes

extension RequestAmbiguity {
    /// Describes the ambiguity for operators.
    func description(
        of request: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        rules: [CompiledRule],
        names: RequestPartNames
    ) -> String {
        func label(_ number: Int?) -> String { number.map { rules[$0].label } ?? "no rule" }
        return switch self {
        case .missingPathPrefix: "a path without the listener's path_prefix"
        case .headers: "original-request headers that are repeated or malformed"
        case .missing(let facts, let rule):
            Self.missing(facts, request, bytes, names) + "; \(label(rule)) depends on it"
        case .unreadable(let problem): "a path that rules cannot match: \(problem.text)"
        case .readings(let asSent, let other):
            "a path that matches \(label(asSent)) as sent, and \(label(other)) in another reading"
        }
    }

    private static func missing(
        _ facts: RequestFacts,
        _ request: borrowing Subrequest,
        _ bytes: Span<UInt8>,
        _ names: RequestPartNames
    ) -> String {
        var found: [String] = []
        if facts.contains(.host) {
            let host = request.host.map {
                "\(names.host) \(String(copying: bytes, $0)), which is not a plain host name"
            }
            found.append(host ?? "no \(names.host)")
        }
        if facts.contains(.method) {
            let method = request.method.map {
                "\(names.method) \(String(copying: bytes, $0)), which differs from a rule's method only in case"
            }
            found.append(method ?? "no \(names.method)")
        }
        if facts.contains(.path) { found.append("no \(names.path)") }
        return found.joined(separator: " and ")
    }
}
