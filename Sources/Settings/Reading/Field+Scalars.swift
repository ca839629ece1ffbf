import Bytes

extension Field {
    /// Text that is not empty and has no control characters.
    func text(_ expected: String = "text") -> String? {
        guard case .scalar(let scalar) = value.content else {
            mismatch(expected: expected)
            return nil
        }
        switch scalar.kind {
        case .text, .legacyBoolean:
            guard !scalar.text.isEmpty else {
                error("expected \(expected), found ''")
                return nil
            }
            guard !scalar.text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
                error("control characters are not allowed here")
                return nil
            }
            return scalar.text
        case .null:
            mismatch(expected: expected, suggestion: "give a value or remove the key")
        case .integer, .number, .boolean:
            mismatch(expected: expected, suggestion: "did you mean \(scalar.asText)?")
        }
        return nil
    }

    /// Text of visible ASCII characters, optionally with spaces.
    func visibleText(spaces: Bool = false, except forbidden: String = "") -> String? {
        guard let text = text() else { return nil }
        let isFine = text.unicodeScalars.allSatisfy { scalar in
            (0x21..<0x7F ~= scalar.value || spaces && scalar == " ") && !forbidden.unicodeScalars.contains(scalar)
        }
        guard isFine else {
            let kinds = spaces ? "visible ASCII characters and spaces" : "visible ASCII characters"
            error("only \(kinds) are allowed here\(forbidden.isEmpty ? "" : ", and none of \(forbidden)")")
            return nil
        }
        return text
    }

    /// A token of HTTP (RFC 9110 section 5.6.2).
    func token(_ what: String) -> String? {
        guard let text = text() else { return nil }
        guard text.utf8.allSatisfy(\.isToken) else {
            error("'\(text)' is not \(what): only letters, digits and !#$%&'*+-.^_`|~ are allowed")
            return nil
        }
        return text
    }

    /// A list of scalars that is not empty, each parsed the same way.
    func list<Element>(of expected: String = "strings", _ read: (Field) -> Element?) -> [Element]? {
        var example: String?
        if case .scalar(let scalar) = value.content, scalar.kind != .null { example = scalar.asText }
        return collect(elements("a list of \(expected)", example: example), read)
    }

    /// A list of mappings that is not empty.
    func list<Key, Element>(of expected: String, _ read: (MappingReader<Key>) -> Element?) -> [Element]? {
        collect(elements("a list of \(expected)")) { MappingReader($0).flatMap(read) }
    }

    private func collect<Element>(_ elements: [Field]?, _ read: (Field) -> Element?) -> [Element]? {
        guard let elements else { return nil }
        guard !elements.isEmpty else {
            error("the list is empty", suggestion: "list at least one")
            return nil
        }
        let read = elements.compactMap(read)
        return read.count == elements.count ? read : nil
    }

    /// `true` or `false`.
    func boolean() -> Bool? {
        guard case .scalar(let scalar) = value.content, scalar.kind == .boolean else {
            let found = scalarText.map { "'\($0)'" } ?? value.description
            let meant = ["true", "yes", "on"].first { $0 == scalarText?.lowercased() } != nil
            error("expected true or false, found \(found)", suggestion: meant ? "did you mean true?" : nil)
            return nil
        }
        return scalar.text.lowercased() == "true"
    }

    func integer(in range: ClosedRange<Int>, orWord word: String? = nil) -> Int? {
        let expected = (word.map { "\($0) or " } ?? "") + "an integer"
        guard case .scalar(let scalar) = value.content, scalar.kind == .integer else {
            let isQuoted = scalarText.flatMap { Int($0) } != nil
            let found = scalarText.map { "'\($0)'" } ?? value.description
            error("expected \(expected), found \(found)", suggestion: isQuoted ? "remove the quotes" : nil)
            return nil
        }
        guard let number = Int(scalar.text), range.contains(number) else {
            error("\(scalar.text) is not from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// One of a fixed set of words.
    func choice<Choice>(of choices: [(word: String, meaning: Choice)]) -> Choice? {
        let words = choices.map(\.word)
        guard case .scalar(let scalar) = value.content, scalar.kind == .text || scalar.kind == .legacyBoolean else {
            mismatch(expected: Suggestion.alternatives(words))
            return nil
        }
        guard let choice = choices.first(where: { $0.word == scalar.text }) else {
            error(
                "expected \(Suggestion.alternatives(words)), found '\(scalar.text)'",
                suggestion: Suggestion.nearest(to: scalar.text, among: words).map { "did you mean '\($0)'?" }
            )
            return nil
        }
        return choice.meaning
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) -> Choice? {
        choice(of: Choice.allCases.map { ($0.rawValue, $0) })
    }

    /// A file system path; a relative one starts at the folder of the configuration.
    func filePath() -> String? {
        guard let file = text("a path").map(reading.absolute) else { return nil }
        reading.record(ReferencedFile(path: file, field: path, location: value.location))
        return file
    }
}
