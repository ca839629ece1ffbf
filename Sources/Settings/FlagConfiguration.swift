/// Builds the same value from flags that a file would give, so that the same code reads both.
///
/// A missing or malformed flag is reported and replaced by a valid value, so that reading continues to the next
/// error.
struct FlagConfiguration {
    private(set) var diagnostics: [Diagnostic] = []
    private let variables: [String: EnvironmentVariable]

    /// - Parameter variables: by flag, the variable that its value came from, for messages.
    init(variables: [String: EnvironmentVariable] = [:]) {
        self.variables = variables
    }

    private func location(of flag: String) -> Diagnostic.Location {
        variables[flag].map { .variable($0.rawValue) } ?? .flag(flag)
    }

    // MARK: Values

    func mapping(_ entries: [(key: String, value: Value?)], of flag: String) -> Value {
        let entries = entries.compactMap { entry in
            entry.value.map { Value.Entry(key: entry.key, location: $0.location, value: $0) }
        }
        return Value(location: location(of: flag), content: .mapping(entries))
    }

    func list(_ values: [Value], of flag: String) -> Value {
        Value(location: location(of: flag), content: .list(values))
    }

    func text(_ text: String?, of flag: String) -> Value? {
        text.map { Value(location: location(of: flag), content: .scalar(Scalar(quoted: $0))) }
    }

    /// A flag without a value; nil when it is not given.
    func flag(_ isGiven: Bool, of flag: String) -> Value? {
        isGiven ? Value(location: location(of: flag), content: .scalar(Scalar(plain: "true"))) : nil
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
            report("\(location(of: "--audience")) is also given", "keep one of the two", of: "--any-audience")
        case (true, false): report("missing", "name an audience, or accept all with --any-audience", of: "--audience")
        case (true, true): break
        }
        return text("any", of: "--any-audience")
    }

    /// A URL unchanged; anything else as a file.
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
        diagnostics.append(Diagnostic(.error, at: location(of: flag), message, suggestion: suggestion))
    }
}
