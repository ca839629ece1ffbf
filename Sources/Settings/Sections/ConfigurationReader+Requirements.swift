internal import Authorization

extension ConfigurationReader {
    /// The requirements of a rule for a valid token.
    func requirement(_ field: Field) -> Requirement? {
        guard let section = MappingReader<Section.Require>(field) else { return nil }
        if Section.Require.allCases.allSatisfy({ section[$0] == nil }), !section.hasUnknownKeys {
            field.error("the requirement is empty", suggestion: "add scopes or claims, or remove it")
        }
        return Requirement(
            scopes: section[.scopes]?.list(of: "scopes", scope) ?? [],
            claims: section[.claims].flatMap(claims) ?? [],
            issuers: section[.issuers]?.list(of: "issuers", requiredIssuer),
            audiences: section[.audiences]?.list { $0.text("an audience") }
        )
    }

    /// One of the configured issuers; tokens of others are already refused.
    private func requiredIssuer(_ field: Field) -> String? {
        guard let text = field.text("an issuer's name") else { return nil }
        guard let issuerNames, !issuerNames.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else { return text }
        let nearest = Suggestion.nearest(to: text, among: issuerNames)
        field.error(
            "no such issuer is configured",
            suggestion: nearest.map { "did you mean '\($0)'?" } ?? "known are \(issuerNames.joined(separator: ", "))"
        )
        return nil
    }

    /// A scope-token (RFC 6749 section 3.3).
    func scope(_ field: Field) -> String? {
        if let text = field.scalarText, text.contains(" ") {
            let words = text.split(separator: " ").joined(separator: ", ")
            field.error("a scope is one word", suggestion: "did you mean [\(words)]?")
            return nil
        }
        return field.visibleText(except: "\"\\")
    }

    private func claims(_ field: Field) -> [ClaimCondition]? {
        guard let entries = field.entries() else { return nil }
        if entries.isEmpty { field.error("the requirement is empty", suggestion: "add a claim or remove it") }
        return entries.compactMap { entry in
            guard let path = claim(entry.key, "a claim's name") else { return nil }
            guard case .mapping = entry.field.value.content else {
                return values(entry.field).map { ClaimCondition(path: path, anyOf: $0) }
            }
            return MappingReader<Section.Claim>(entry.field).map { condition($0, path) }
        }
    }

    private func condition(_ section: MappingReader<Section.Claim>, _ path: ClaimPath) -> ClaimCondition {
        if Section.Claim.allCases.allSatisfy({ section[$0] == nil }), !section.hasUnknownKeys {
            section.field.error("the requirement is empty", suggestion: "give a value, a list of values or an operator")
        }
        let condition = ClaimCondition(
            path: path,
            not: section[.not].flatMap(values),
            contains: section[.contains].flatMap(values),
            matches: section[.matches].flatMap { oneOrList($0, of: "patterns", pattern) },
            atLeast: section[.atLeast].flatMap(number),
            atMost: section[.atMost].flatMap(number)
        )
        if let least = condition.atLeast, let most = condition.atMost,
            let lower = Double(least), let upper = Double(most), lower > upper
        {
            section[.atLeast]?.error("at_least \(least) is greater than at_most \(most)")
        }
        return condition
    }

    private func values(_ field: Field) -> [String]? {
        oneOrList(field, of: "values", json)
    }

    private func oneOrList<Element>(_ field: Field, of what: String, _ read: (Field) -> Element?) -> [Element]? {
        if case .list = field.value.content { return field.list(of: what, read) }
        return read(field).map { [$0] }
    }

    private func pattern(_ field: Field) -> ClaimPattern? {
        guard let text = field.text("a pattern") else { return nil }
        do throws(ClaimPatternError) {
            return try ClaimPattern(text)
        } catch {
            field.error("'\(text)' is not a valid pattern: \(error)")
            return nil
        }
    }

    /// A number as JSON text.
    private func number(_ field: Field) -> String? {
        guard case .scalar(let scalar) = field.value.content, scalar.kind == .integer || scalar.kind == .number else {
            let isQuoted = field.scalarText.flatMap(Double.init) != nil
            field.mismatch(expected: "a number", suggestion: isQuoted ? "remove the quotes" : nil)
            return nil
        }
        guard let json = scalar.json else {
            field.error("'\(scalar.text)' is not a JSON number")
            return nil
        }
        return json
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
                "'\(scalar.text)' is a string to some YAML parsers and a boolean to others",
                suggestion: "write \"\(scalar.text)\" or \(boolean)"
            )
        default: field.error("'\(scalar.text)' is not a JSON number", suggestion: "put it in quotes if it is text")
        }
        return nil
    }
}
