/// A section of the configuration: its known keys ready to be read, its unknown ones reported.
struct MappingReader<Key: SectionKey> {
    let field: Field
    private var fields: [String: Field] = [:]
    /// Known keys that an unknown one was taken for.
    private var guesses: Set<String> = []
    private(set) var hasUnknownKeys = false

    /// Nil, and an error, when the value is no mapping.
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
            let near = Spelling.nearest(to: entry.key, among: Self.known)
            if let near { guesses.insert(near) }
            field.unknownKey(entry, suggestion: near.map { "did you mean '\($0)'?" } ?? Self.advice(for: entry.key))
        }
    }

    /// What the operator wrote for a key; nil where it is left out.
    subscript(_ key: Key) -> Field? {
        fields[key.rawValue]
    }

    /// What the operator wrote for a key that must be there.
    func required(_ key: Key, suggestion: String? = nil) -> Field? {
        if let found = self[key] { return found }
        if !guesses.contains(key.rawValue) {
            let place = field.path.isEmpty ? "" : " in \(field.path)"
            let message = "key '\(key.rawValue)' is missing\(place)"
            field.reading.report(Diagnostic(.error, at: field.value.location, message, suggestion: suggestion))
        }
        return nil
    }

    /// The section with a text replaced wherever the values of certain keys have it.
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

    /// Where a key belongs that resembles none of this section.
    private static func advice(for key: String) -> String {
        let homes = Section.all.filter { $0.keys.contains(key) }.map {
            $0.name.isEmpty ? "the top level" : "'\($0.name)'"
        }
        return homes.isEmpty
            ? "known here: \(known.joined(separator: ", "))" : "it belongs in \(Spelling.alternatives(homes))"
    }
}
