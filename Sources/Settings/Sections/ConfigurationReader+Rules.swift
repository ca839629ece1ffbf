internal import Authorization
internal import Gateway
internal import ProxyProtocol

extension ConfigurationReader {
    func rules(_ field: Field) -> [Rule]? {
        guard let elements = field.elements("a list of rules") else { return nil }
        let rules = elements.map(rule)
        let last = rules.firstIndex { $0?.coversEverything == true }
        if let last, last + 1 < elements.count {
            elements[last + 1].error(
                "never reached, because \(elements[last].path) has no match and covers everything",
                suggestion: "move it up or take it out"
            )
        }
        return rules.compactMap(\.self)
    }

    func policies(_ field: Field) -> [String: [Rule]]? {
        guard let entries = field.entries() else { return nil }
        var policies: [String: [Rule]] = [:]
        for entry in entries {
            if entry.name.wholeMatch(of: /[A-Za-z0-9_-]+/) == nil {
                entry.key.error("a policy's name has only letters, digits, - and _, because it stands in a URL")
            }
            policies[entry.name] = MappingReader<Section.Policy>(entry.field)?.required(.rules).flatMap(rules)
        }
        return policies
    }

    /// Envoy has the original path where the others have the policy's name.
    func checkPolicies(_ field: Field?, _ listeners: [Listening]) {
        let areAllEnvoy = listeners.allSatisfy { listener in
            if case .envoy = listener.settings.dialect { true } else { false }
        }
        if areAllEnvoy { field?.warning("no listener can choose a policy: Envoy's have the default one alone") }
    }

    private func rule(_ field: Field) -> Rule? {
        guard let section = MappingReader<Section.Rule>(field) else { return nil }
        var rule = Rule(label: field.path)
        if let access = section[.access] {
            guard let access = access.choice(of: Rule.Access.self) else { return nil }
            rule.access = access
        }
        if let require = section[.require] {
            rule.requirement = requirement(require)
            if rule.access != .authenticated {
                require.error("'access: \(rule.access)' asks for no token that could be held against it")
            }
        }
        if let metadata = section[.resourceMetadata] {
            rule.resourceMetadata = metadata.url()?.text
            if rule.access == .anonymous || rule.access == .denied {
                metadata.error("'access: \(rule.access)' never asks for a token, so that nothing names it")
            }
        }
        if let match = section[.match], !self.match(match, into: &rule) { return nil }
        return rule
    }

    /// False when a part was wrong, and the rule therefore says nothing of what it covers.
    private func match(_ field: Field, into rule: inout Rule) -> Bool {
        guard let section = MappingReader<Section.Match>(field) else { return false }
        rule.paths = section[.paths]?.list(of: "paths", pathPattern)
        rule.methods = section[.methods]?.list(of: "methods", method)
        rule.hosts = section[.hosts]?.list(of: "hosts", host)
        if Section.Match.allCases.allSatisfy({ section[$0] == nil }), !section.hasUnknownKeys {
            field.error("an empty match", suggestion: "take it out if the rule covers everything")
        }
        return !rule.coversEverything
    }

    // MARK: Match

    private func pathPattern(_ field: Field) -> PathPattern? {
        guard let text = field.text("a path") else { return nil }
        if let problem = PathProblem.first(in: text) {
            field.error(problem.message, suggestion: problem.suggestion)
            return nil
        }
        guard let pattern = PathPattern(text) else {
            field.error("'**' must be a segment of its own", suggestion: "write it like /public/**")
            return nil
        }
        return pattern
    }

    private func method(_ field: Field) -> String? {
        guard let text = field.token("a method") else { return nil }
        guard text == text.uppercased() else {
            field.error("methods are told apart by case", suggestion: "did you mean \(text.uppercased())?")
            return nil
        }
        return text
    }

    private func host(_ field: Field) -> String? {
        guard let text = field.text("a host name") else { return nil }
        let pattern = /(?:[A-Za-z]+:\/\/)?([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]*)?(\/.*)?/
        if text.contains("*") || text.hasPrefix(".") {
            let domain = text.replacing(/^([A-Za-z]+:\/\/)?[*.]+/, with: "")
            let known = domain.wholeMatch(of: pattern).map { String($0.1) } ?? "example.com"
            field.error(
                "'\(text)': hosts are compared whole, so that this would match none",
                suggestion: "name each host, such as [\(known), www.\(known)]"
            )
            return nil
        }
        guard let parts = text.wholeMatch(of: pattern), !parts.1.hasSuffix("..") else {
            field.error("'\(text)' is not a host name")
            return nil
        }
        guard parts.1 == text else {
            field.error("a host has no scheme, port or path here", suggestion: "did you mean '\(parts.1)'?")
            return nil
        }
        return text
    }
}
