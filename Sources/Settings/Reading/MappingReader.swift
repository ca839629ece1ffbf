/// A section of the configuration: its known keys ready to be read, its unknown ones reported.
struct MappingReader<Key: SectionKey> {
    private let field: Field
    private var fields: [String: Field] = [:]

    /// Nil, and an error, when the value is no mapping.
    init?(_ field: Field) {
        guard case .mapping(let entries) = field.value.content, let known = field.entries() else {
            field.mismatch(expected: "a mapping")
            return nil
        }
        self.field = field
        for entry in known { fields[entry.name] = entry.field }
        for entry in entries where entry.key != "<<" && Key(rawValue: entry.key) == nil {
            field.unknownKey(entry, suggestion: Self.suggestion(for: entry.key))
        }
    }

    /// What the operator wrote for a key; nil where it is left out.
    subscript(_ key: Key) -> Field? {
        fields[key.rawValue]
    }

    /// What the operator wrote for a key that must be there.
    func required(_ key: Key, suggestion: String? = nil) -> Field? {
        if let found = self[key] { return found }
        let place = field.path.isEmpty ? "" : " in \(field.path)"
        field.reading.report(
            Diagnostic(
                .error,
                at: field.value.location,
                "key '\(key.rawValue)' is missing\(place)",
                suggestion: suggestion
            )
        )
        return nil
    }

    private static func suggestion(for key: String) -> String {
        let known = Key.allCases.map(\.rawValue)
        if let near = Spelling.nearest(to: key, among: known) { return "did you mean '\(near)'?" }
        let homes = Section.all.filter { $0.keys.contains(key) }.map {
            $0.name.isEmpty ? "the top level" : "'\($0.name)'"
        }
        if !homes.isEmpty { return "it belongs in \(Spelling.alternatives(homes))" }
        return "known here: \(known.joined(separator: ", "))"
    }
}
