/// The environment variables of a command that concern its configuration.
package struct CommandEnvironment: Sendable {
    /// Every variable, unchanged.
    package let variables: [String: String]

    /// Reads the environment of the process.
    package init(_ variables: [String: String]) {
        self.variables = variables
    }

    /// The value of a variable; nil when it is unset or empty.
    ///
    /// One line feed at its end is removed, because the content of a file often has one.
    package subscript(_ variable: EnvironmentVariable) -> String? {
        guard var value = variables[variable.rawValue] else { return nil }
        if value.unicodeScalars.last == "\n" { value.unicodeScalars.removeLast() }
        return value.isEmpty ? nil : value
    }

    /// Warns of variables without effect, or with another effect than expected.
    ///
    /// - Parameters:
    ///   - source: the document that is read; nil when flags and variables are the configuration.
    ///   - named: variables that the document names.
    /// - Returns: the warnings.
    package func warnings(
        readingFrom source: ConfigurationSource? = nil,
        named: Set<String> = []
    ) -> [Diagnostic] {
        variables.keys.filter { $0.hasPrefix(EnvironmentVariable.prefix) }.sorted().compactMap { name -> Diagnostic? in
            guard let variable = EnvironmentVariable(rawValue: name) else {
                let isForeign = EnvironmentVariable.isServiceLink(name) || named.contains(name)
                return isForeign || source == .variable(name) ? nil : unknown(name)
            }
            return self[variable].flatMap { warning(about: variable, value: $0, readingFrom: source) }
        }
    }

    private func unknown(_ name: String) -> Diagnostic {
        let prefix = EnvironmentVariable.prefix
        let known = EnvironmentVariable.allCases.map { String($0.rawValue.dropFirst(prefix.count)) }
        // The common prefix would make all names similar.
        let nearest = Suggestion.nearest(to: String(name.dropFirst(prefix.count)), among: known)
        return Diagnostic(
            .warning,
            at: .variable(name),
            "unknown variable, ignored",
            suggestion: nearest.map { "did you mean '\(prefix)\($0)'?" }
        )
    }

    private func warning(
        about variable: EnvironmentVariable,
        value: String,
        readingFrom source: ConfigurationSource?
    ) -> Diagnostic? {
        let location = Diagnostic.Location.variable(variable.rawValue)
        if let source, variable.isPartOfConfiguration {
            return Diagnostic(
                .warning,
                at: location,
                "no effect, because the configuration is read from \(source.words)",
                suggestion: "unset it, or move the setting there"
            )
        }
        if let source, variable == .config, ConfigurationSource(value) != source {
            return Diagnostic(
                .warning,
                at: location,
                "no effect, because --config names \(source.words)",
                suggestion: "unset it, or leave --config out"
            )
        }
        if source == nil, variable == .config {
            return Diagnostic(.warning, at: location, "no effect, because flags override it", suggestion: "use one")
        }
        guard Self.isQuoted(value) else { return nil }
        return Diagnostic(
            .warning,
            at: location,
            "the quotes around the value are taken literally",
            suggestion: "remove them: docker's --env-file and Kubernetes keep them"
        )
    }

    private static func isQuoted(_ value: String) -> Bool {
        guard value.utf8.count >= 2, let first = value.utf8.first, first == value.utf8.last else { return false }
        return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    }
}
