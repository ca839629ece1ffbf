internal import Authorization

extension ConfigurationReader {
    /// What a rule requires of a valid token.
    func requirement(_ field: Field) -> Requirement? {
        guard let section = MappingReader<Section.Require>(field) else { return nil }
        if section[.scopes] == nil, section[.claims] == nil, !section.hasUnknownKeys {
            field.error("nothing is required", suggestion: "name scopes or claims, or take it out")
        }
        return Requirement(
            scopes: section[.scopes]?.list(of: "scopes", scope) ?? [],
            claims: section[.claims].flatMap(claims) ?? []
        )
    }

    /// A scope-token (RFC 6749 section 3.3).
    private func scope(_ field: Field) -> String? {
        if let text = field.scalarText, text.contains(" ") {
            let words = text.split(separator: " ").joined(separator: ", ")
            field.error("a scope is one word", suggestion: "did you mean [\(words)]?")
            return nil
        }
        return field.visibleText(except: "\"\\")
    }

    private func claims(_ field: Field) -> [Requirement.Claim]? {
        guard let entries = field.entries() else { return nil }
        if entries.isEmpty { field.error("nothing is required", suggestion: "name a claim or take it out") }
        return entries.compactMap { entry in
            let path = claim(entry.key, "a claim's name")
            let values: [String]?
            if case .list = entry.field.value.content {
                values = entry.field.list(of: "values", json)
            } else {
                values = json(entry.field).map { [$0] }
            }
            guard let path, let values else { return nil }
            return Requirement.Claim(path: path, anyOf: values)
        }
    }

    /// A single value as JSON text.
    private func json(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.value.content else {
            field.mismatch(expected: "a single value")
            return nil
        }
        if let json = scalar.json { return json }
        switch scalar.kind {
        case .null: field.error("expected a value, found nothing", suggestion: "write null if JSON's null is meant")
        case .legacyBoolean:
            let boolean = ["yes", "on"].contains(scalar.text.lowercased())
            field.error(
                "'\(scalar.text)' is text to some readers and a boolean to others",
                suggestion: "write \"\(scalar.text)\" or \(boolean)"
            )
        default: field.error("'\(scalar.text)' is no number in JSON", suggestion: "put it in quotes if it is text")
        }
        return nil
    }
}
