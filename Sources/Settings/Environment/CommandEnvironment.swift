/// The environment of a command, in what concerns its configuration.
package struct CommandEnvironment: Sendable {
    /// Every variable, as it came.
    package let variables: [String: String]

    /// Takes the environment of the process.
    package init(_ variables: [String: String]) {
        self.variables = variables
    }

    /// A variable's value; nil where it is unset or empty.
    ///
    /// One line feed at its end, as a file's content has it, is no part of it.
    package subscript(_ variable: EnvironmentVariable) -> String? {
        guard var value = variables[variable.rawValue] else { return nil }
        if value.unicodeScalars.last == "\n" { value.unicodeScalars.removeLast() }
        return value.isEmpty ? nil : value
    }

    /// Warns of variables that are there and do nothing, or not what they seem to do.
    ///
    /// - Parameters:
    ///   - source: the document that is read; nil where flags and variables are the configuration.
    ///   - named: variables that the document names.
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
        // The prefix would make all of them alike.
        let near = Spelling.nearest(to: String(name.dropFirst(prefix.count)), among: known)
        return Diagnostic(
            .warning,
            at: .variable(name),
            "the variable is not known, and does nothing",
            suggestion: near.map { "did you mean '\(prefix)\($0)'?" }
        )
    }

    private func warning(
        about variable: EnvironmentVariable,
        value: String,
        readingFrom source: ConfigurationSource?
    ) -> Diagnostic? {
        let place = Diagnostic.Location.variable(variable.rawValue)
        if let source, variable.isPartOfConfiguration {
            return Diagnostic(
                .warning,
                at: place,
                "no effect, because the configuration is read from \(source.words)",
                suggestion: "unset it, or write the setting there"
            )
        }
        if let source, variable == .config, ConfigurationSource(value) != source {
            return Diagnostic(
                .warning,
                at: place,
                "no effect, because --config names \(source.words)",
                suggestion: "unset it, or leave --config out"
            )
        }
        if source == nil, variable == .config {
            return Diagnostic(.warning, at: place, "no effect beside flags that take its place", suggestion: "use one")
        }
        guard Self.isQuoted(value) else { return nil }
        return Diagnostic(
            .warning,
            at: place,
            "the quotes around the value are part of it",
            suggestion: "take them out: docker's --env-file and Kubernetes keep them"
        )
    }

    private static func isQuoted(_ value: String) -> Bool {
        guard value.utf8.count >= 2, let first = value.utf8.first, first == value.utf8.last else { return false }
        return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    }
}
