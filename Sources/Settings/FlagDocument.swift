/// Makes of flags what a file would have made of its text, so that both are read by the same code.
///
/// Where a flag is missing or malformed, something harmless stands in for it, so that reading goes on to the next
/// mistake.
struct FlagDocument {
    private(set) var mistakes: [Diagnostic] = []
    private let variables: [String: EnvironmentVariable]

    /// - Parameter variables: by flag, the variable that its value was found in, which messages then name.
    init(variables: [String: EnvironmentVariable] = [:]) {
        self.variables = variables
    }

    private func place(of flag: String) -> Diagnostic.Location {
        variables[flag].map { .variable($0.rawValue) } ?? .flag(flag)
    }

    // MARK: Values

    func mapping(_ entries: [(key: String, value: Value?)], of flag: String) -> Value {
        let entries = entries.compactMap { entry in
            entry.value.map { Value.Entry(key: entry.key, location: $0.location, value: $0) }
        }
        return Value(location: place(of: flag), content: .mapping(entries))
    }

    func list(_ values: [Value], of flag: String) -> Value {
        Value(location: place(of: flag), content: .list(values))
    }

    func text(_ text: String?, of flag: String) -> Value? {
        text.map { Value(location: place(of: flag), content: .scalar(Scalar(quoted: $0))) }
    }

    /// A flag that has no value; nil where it is not given.
    func flag(_ isGiven: Bool, of flag: String) -> Value? {
        isGiven ? Value(location: place(of: flag), content: .scalar(Scalar(plain: "true"))) : nil
    }

    // MARK: Flags

    mutating func issuer(_ issuer: String?) -> Value? {
        if issuer == nil { report("missing", "name the issuer, or give --config", of: "--issuer") }
        return text(issuer ?? "https://missing.invalid", of: "--issuer")
    }

    mutating func audiences(_ audiences: [String], any: Bool) -> Value? {
        switch (audiences.isEmpty, any) {
        case (false, false): return list(audiences.compactMap { text($0, of: "--audience") }, of: "--audience")
        case (false, true):
            report("\(place(of: "--audience")) is given too", "keep one of the two", of: "--any-audience")
        case (true, false): report("missing", "name an audience, or accept all with --any-audience", of: "--audience")
        case (true, true): break
        }
        return text("any", of: "--any-audience")
    }

    /// A URL as it is, anything else as a file.
    func keySet(_ jwks: String?) -> Value? {
        text(jwks.map { $0.contains("://") || $0.hasPrefix("file:") ? $0 : "file:\($0)" }, of: "--jwks")
    }

    mutating func claimHeaders(_ headers: [String]) -> Value {
        let flag = "--claim-header"
        var entries: [(String, Value?)] = []
        for header in headers {
            guard let equals = header.firstIndex(of: "="), equals != header.startIndex else {
                report("expected NAME=CLAIM, found '\(header)'", "write it like X-Auth-Subject=sub", of: flag)
                continue
            }
            entries.append((String(header[..<equals]), text(String(header[header.index(after: equals)...]), of: flag)))
        }
        return mapping(entries, of: flag)
    }

    private mutating func report(_ message: String, _ suggestion: String, of flag: String) {
        mistakes.append(Diagnostic(.error, at: place(of: flag), message, suggestion: suggestion))
    }
}
