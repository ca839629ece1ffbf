/// A section of the configuration: known keys can be read, unknown ones are reported.
struct MappingReader<Key: SectionKey> {
    let field: Field
    private var fields: [String: Field] = [:]
    /// Known keys that were suggested for an unknown one.
    private var guesses: Set<String> = []
    private(set) var hasUnknownKeys = false

    /// Nil, with an error reported, when the value is not a mapping.
    init?(_ field: Field) {
        guard case .mapping(let entries) = field.value.content, let known = field.entries() else {
            field.mismatch(expected: "a mapping")
            return nil
        }
        self.field = field
        for entry in known { fields[entry.name] = entry.field }
        hasUnknownKeys = entries.count > known.count
        for entry in entries where entry.key != "<<" && Key(rawValue: entry.key) == nil {
            hasUnknownKeys = true
            let nearest = Suggestion.nearest(to: entry.key, among: Self.known)
            if let nearest { guesses.insert(nearest) }
            field.unknownKey(entry, suggestion: nearest.map { "did you mean '\($0)'?" } ?? Self.hint(for: entry.key))
        }
    }

    /// The value of a key; nil when it is missing.
    subscript(_ key: Key) -> Field? {
        fields[key.rawValue]
    }

    /// The value of a required key.
    func required(_ key: Key, suggestion: String? = nil) -> Field? {
        if let found = self[key] { return found }
        if !guesses.contains(key.rawValue) {
            let context = field.path.isEmpty ? "" : " in \(field.path)"
            let message = "key '\(key.rawValue)' is missing\(context)"
            field.reading.report(Diagnostic(.error, at: field.value.location, message, suggestion: suggestion))
        }
        return nil
    }

    /// The section with a text replaced in the values of certain keys.
    func replacing(_ text: String, with replacement: String, in keys: [Key]) -> Self {
        var section = self
        for key in keys {
            guard let field = self[key], field.scalarText?.contains(text) == true else { continue }
            section.fields[key.rawValue] = field.replacing(text, with: replacement)
        }
        return section
    }

    private static var known: [String] {
        Key.allCases.map(\.rawValue)
    }

    /// Another section that has a key of that name.
    private static func hint(for key: String) -> String {
        let sections = Section.all.filter { $0.keys.contains(key) }.map {
            $0.name.isEmpty ? "the top level" : "'\($0.name)'"
        }
        return sections.isEmpty
            ? "known here: \(known.joined(separator: ", "))" : "it belongs in \(Suggestion.alternatives(sections))"
    }
}
