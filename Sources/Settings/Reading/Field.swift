/// A value with its path, to be parsed as the type that the configuration needs.
///
/// Every reader reports errors and then returns nil, so that reading continues to the next error.
struct Field {
    /// The path of the value, such as `issuers[0].audiences`; empty for the whole file.
    let path: String
    let value: Value
    let reading: ReadingContext

    func error(_ message: String, suggestion: String? = nil) {
        report(.error, message, suggestion)
    }

    func warning(_ message: String, suggestion: String? = nil) {
        report(.warning, message, suggestion)
    }

    /// Reports a value of the wrong kind.
    func mismatch(expected: String, suggestion: String? = nil) {
        error("expected \(expected), found \(value.description)", suggestion: suggestion)
    }

    private func report(_ severity: Diagnostic.Severity, _ message: String, _ suggestion: String?) {
        let hidden = severity == .error ? scalarText.flatMap(InvisibleCharacter.hint) : nil
        let suggestions = [suggestion, hidden].compactMap(\.self)
        let name: String
        switch value.location {
        // Flags and variables identify themselves.
        case .flag, .variable: name = ""
        case .file, .position: name = path.isEmpty ? "" : path + ": "
        }
        let suggestion = suggestions.isEmpty ? nil : suggestions.joined(separator: "; ")
        reading.report(Diagnostic(severity, at: value.location, name + message, suggestion: suggestion))
    }

    // MARK: Parts

    /// The keys and values of a mapping, in order; a key is a field too, so that it can be reported.
    func entries() -> [(name: String, key: Field, field: Field)]? {
        guard case .mapping(let entries) = value.content else {
            mismatch(expected: "a mapping")
            return nil
        }
        return entries.compactMap { entry in
            guard entry.key != "<<" else {
                unknownKey(entry, suggestion: "merge keys are not supported; write out the keys")
                return nil
            }
            let path = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            let key = Value(location: entry.location, content: .scalar(Scalar(quoted: entry.key)))
            return (
                entry.key, Field(path: path, value: key, reading: reading),
                Field(path: path, value: entry.value, reading: reading)
            )
        }
    }

    /// The elements of a list; `example` is a single value that was written without a list.
    func elements(_ expected: String, example: String? = nil) -> [Field]? {
        guard case .list(let list) = value.content else {
            mismatch(expected: expected, suggestion: example.map { "did you mean [\($0)]?" })
            return nil
        }
        return list.enumerated().map { Field(path: "\(path)[\($0)]", value: $1, reading: reading) }
    }

    /// The text of a scalar of any kind; nil for other values and for null.
    var scalarText: String? {
        guard case .scalar(let scalar) = value.content, scalar.kind != .null else { return nil }
        return scalar.text
    }

    /// The field with a part of its text replaced.
    func replacing(_ text: String, with replacement: String) -> Field {
        guard let scalarText else { return self }
        let scalar = Scalar(quoted: scalarText.replacing(text, with: replacement))
        let value = Value(location: value.location, content: .scalar(scalar))
        return Field(path: path, value: value, reading: reading)
    }

    func unknownKey(_ entry: Value.Entry, suggestion: String) {
        let message = "unknown key '\(entry.key)'" + (path.isEmpty ? "" : " in \(path)")
        let suggestions = [suggestion, InvisibleCharacter.hint(about: entry.key)].compactMap(\.self).joined(
            separator: "; "
        )
        reading.report(Diagnostic(.error, at: entry.location, message, suggestion: suggestions))
    }
}
