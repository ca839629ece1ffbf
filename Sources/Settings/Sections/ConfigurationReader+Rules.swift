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
                "never reached, because \(elements[last].path) has no match and matches every request",
                suggestion: "move it up or remove it"
            )
        }
        return rules.compactMap(\.self)
    }

    func policies(_ field: Field) -> [String: [Rule]]? {
        guard let entries = field.entries() else { return nil }
        var policies: [String: [Rule]] = [:]
        for entry in entries {
            if entry.name.wholeMatch(of: /[A-Za-z0-9_-]+/) == nil {
                entry.key.error("a policy name may contain only letters, digits, - and _, because it is part of a URL")
            }
            policies[entry.name] = MappingReader<Section.Policy>(entry.field)?.required(.rules).flatMap(rules)
        }
        return policies
    }

    /// Envoy sends the original path where other proxies send the policy's name.
    func checkPolicies(_ field: Field?, _ listeners: [Listening]) {
        let areAllEnvoy = listeners.allSatisfy { listener in
            if case .envoy = listener.settings.dialect { true } else { false }
        }
        if areAllEnvoy { field?.warning("no listener can select a policy: Envoy listeners always use the default one") }
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
                require.error("'access: \(rule.access)' does not check a token, so nothing can be required of it")
            }
        }
        if let metadata = section[.resourceMetadata] {
            rule.resourceMetadata = metadata.url()?.text
            if rule.access == .anonymous || rule.access == .denied {
                metadata.error("'access: \(rule.access)' never requires a token, so no challenge would contain it")
            }
        }
        if let match = section[.match], !self.match(match, into: &rule) { return nil }
        return rule
    }

    /// False when a part was invalid, so that what the rule matches is unknown.
    private func match(_ field: Field, into rule: inout Rule) -> Bool {
        guard let section = MappingReader<Section.Match>(field) else { return false }
        rule.paths = section[.paths]?.list(of: "paths", pathPattern)
        rule.methods = section[.methods]?.list(of: "methods", method)
        rule.hosts = section[.hosts]?.list(of: "hosts", host)
        if Section.Match.allCases.allSatisfy({ section[$0] == nil }), !section.hasUnknownKeys {
            field.error("match is empty", suggestion: "remove it if the rule should match every request")
        }
        return !rule.coversEverything
    }

    // MARK: Match

    private func pathPattern(_ field: Field) -> PathPattern? {
        guard let text = field.text("a path") else { return nil }
        if let problem = PathPatternDiagnostic.first(in: text) {
            field.error(problem.message, suggestion: problem.suggestion)
            return nil
        }
        guard let pattern = PathPattern(text) else {
            field.error("'**' must be a whole segment", suggestion: "write it like /public/**")
            return nil
        }
        return pattern
    }

    private func method(_ field: Field) -> String? {
        guard let text = field.token("a method") else { return nil }
        guard text == text.uppercased() else {
            field.error("methods are case-sensitive", suggestion: "did you mean \(text.uppercased())?")
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
                "'\(text)': hosts are compared as a whole, so this would never match",
                suggestion: "name each host, such as [\(known), www.\(known)]"
            )
            return nil
        }
        guard let parts = text.wholeMatch(of: pattern), !parts.1.hasSuffix("..") else {
            field.error("'\(text)' is not a host name")
            return nil
        }
        guard parts.1 == text else {
            field.error("a host must not have a scheme, port or path here", suggestion: "did you mean '\(parts.1)'?")
            return nil
        }
        return text
    }
}
