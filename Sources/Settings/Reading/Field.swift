/// A value with its name, ready to be read as whatever the configuration needs there.
///
/// Every reader reports what is wrong and then answers nil, so that reading goes on to the next mistake.
struct Field {
    /// Where the value belongs, such as `issuers[0].audiences`; empty for the whole file.
    let path: String
    let value: Value
    let reading: Reading

    func error(_ message: String, suggestion: String? = nil) {
        report(.error, message, suggestion)
    }

    func warning(_ message: String, suggestion: String? = nil) {
        report(.warning, message, suggestion)
    }

    /// Reports that the value is not of the kind that belongs here.
    func mismatch(expected: String, suggestion: String? = nil) {
        error("expected \(expected), found \(value.description)", suggestion: suggestion)
    }

    private func report(_ severity: Diagnostic.Severity, _ message: String, _ suggestion: String?) {
        let hidden = severity == .error ? scalarText.flatMap(HiddenCharacter.hint) : nil
        let advice = [suggestion, hidden].compactMap(\.self)
        let name: String
        switch value.location {
        // A flag and a variable are their own names.
        case .flag, .variable: name = ""
        case .file, .position: name = path.isEmpty ? "" : path + ": "
        }
        let suggestion = advice.isEmpty ? nil : advice.joined(separator: "; ")
        reading.report(Diagnostic(severity, at: value.location, name + message, suggestion: suggestion))
    }

    // MARK: Parts

    /// The keys and values of a mapping, in their order; a key is a field too, so that it can be reported.
    func entries() -> [(name: String, key: Field, field: Field)]? {
        guard case .mapping(let entries) = value.content else {
            mismatch(expected: "a mapping")
            return nil
        }
        return entries.compactMap { entry in
            guard entry.key != "<<" else {
                unknownKey(entry, suggestion: "merge keys are not read, write the keys out")
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

    /// The members of a list; `example` is what a single value looks like where a list of them belongs.
    func elements(_ expected: String, example: String? = nil) -> [Field]? {
        guard case .list(let list) = value.content else {
            mismatch(expected: expected, suggestion: example.map { "did you mean [\($0)]?" })
            return nil
        }
        return list.enumerated().map { Field(path: "\(path)[\($0)]", value: $1, reading: reading) }
    }

    /// What a scalar's text is, whatever its kind; nil for anything else and for nothing.
    var scalarText: String? {
        guard case .scalar(let scalar) = value.content, scalar.kind != .null else { return nil }
        return scalar.text
    }

    /// The field as if it had been written with another text in a part's place.
    func replacing(_ text: String, with replacement: String) -> Field {
        guard let scalarText else { return self }
        let scalar = Scalar(quoted: scalarText.replacing(text, with: replacement))
        let value = Value(location: value.location, content: .scalar(scalar))
        return Field(path: path, value: value, reading: reading)
    }

    func unknownKey(_ entry: Value.Entry, suggestion: String) {
        let message = "unknown key '\(entry.key)'" + (path.isEmpty ? "" : " in \(path)")
        let advice = [suggestion, HiddenCharacter.hint(about: entry.key)].compactMap(\.self).joined(separator: "; ")
        reading.report(Diagnostic(.error, at: entry.location, message, suggestion: advice))
    }
}
