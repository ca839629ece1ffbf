internal import JOSE

extension Explanation {
    /// The explanation for programs: one JSON object in ASCII, its members named as in logs.
    public var json: String {
        let checks = steps.map { step in
            Self.object([
                ("check", Self.string(step.check)), ("expected", Self.string(step.expected)),
                ("found", Self.string(step.found)), ("passed", step.passed ? "true" : "false"),
            ])
        }
        let headers = Self.object(headers.map { ($0.name, Self.string($0.value)) })
        return Self.object([
            ("answer", Self.string(answer)), ("status", status.map { String($0) }),
            ("reason", reason.map { Self.string($0.rawValue) }), ("issuer", issuer.map(Self.string)),
            ("kid", keyID.map(Self.string)), ("rule", rule.map(Self.string)), ("method", method.map(Self.string)),
            ("path", path.map(Self.string)), ("checks", "[\(checks.joined(separator: ","))]"), ("headers", headers),
        ])
    }

    /// An object of the members that have a value.
    private static func object(_ members: [(String, String?)]) -> String {
        let written = members.compactMap { name, value in value.map { "\(string(name)):\($0)" } }
        return "{\(written.joined(separator: ","))}"
    }

    private static func string(_ text: String) -> String {
        var written: [UInt8] = []
        CompactJSONWriter.append(text, to: &written)
        return String(decoding: written, as: UTF8.self)
    }
}
