import Yams

/// Converts a parsed tree into values, and reports YAML features that a configuration must not use.
///
/// Aliases arrive expanded and share their storage until they are visited: a small file can expand without end, so
/// size and depth are limited.
struct ValueBuilder {
    private(set) var diagnostics: [Diagnostic] = []
    private let file: String
    private let renamedKeys: [YAMLReader.Position: String]
    private var remainingValues: Int
    private static let maxDepth = 32

    /// Without aliases, a file has at most two values per byte.
    init(file: String, renamedKeys: [YAMLReader.Position: String], size: Int) {
        self.file = file
        self.renamedKeys = renamedKeys
        remainingValues = 100_000 + 2 * size
    }

    mutating func value(of node: Node, depth: Int = 0) throws(Diagnostic) -> Value {
        let location = location(of: node)
        remainingValues -= 1
        guard remainingValues > 0 else {
            throw Diagnostic(
                .error,
                at: .file(file),
                "the aliases expand to too many values",
                suggestion: "use fewer of them"
            )
        }
        guard depth < Self.maxDepth else {
            throw Diagnostic(.error, at: location, "nested deeper than \(Self.maxDepth) levels")
        }
        switch node {
        case .scalar(let scalar):
            return Value(location: location, content: .scalar(read(scalar, at: location)))
        case .sequence(let sequence):
            check(sequence.tag, isOneOf: [.implicit, .nonSpecific, .seq], at: location)
            var list: [Value] = []
            for element in sequence { list.append(try value(of: element, depth: depth + 1)) }
            return Value(location: location, content: .list(list))
        case .mapping(let mapping):
            check(mapping.tag, isOneOf: [.implicit, .nonSpecific, .map], at: location)
            return Value(location: location, content: .mapping(try entries(of: mapping, depth: depth)))
        case .alias:
            throw Diagnostic(.error, at: location, "undefined alias")
        }
    }

    private mutating func entries(of mapping: Node.Mapping, depth: Int) throws(Diagnostic) -> [Value.Entry] {
        var entries: [Value.Entry] = []
        var lines: [[UInt8]: Int] = [:]
        for (key, node) in mapping {
            let location = location(of: key)
            // Every value is visited, so that its errors are reported too.
            let value = try value(of: node, depth: depth + 1)
            guard case .scalar(let scalar) = key else {
                diagnostics.append(Diagnostic(.error, at: location, "a key must be a string, not a list or a mapping"))
                continue
            }
            let position = position(of: key)
            let name = renamedKeys[position] ?? scalar.string
            guard let line = lines[Array(name.utf8)] else {
                lines[Array(name.utf8)] = position.line
                entries.append(Value.Entry(key: name, location: location, value: value))
                continue
            }
            let message = "key '\(name)' is repeated, first in line \(line)"
            diagnostics.append(Diagnostic(.error, at: location, message, suggestion: "keep one of them"))
        }
        return entries
    }

    private mutating func read(_ scalar: Node.Scalar, at location: Diagnostic.Location) -> Scalar {
        check(scalar.tag, isOneOf: [.implicit, .nonSpecific, .str], at: location)
        checkReferences(in: scalar.string, at: location)
        let isPlain = scalar.style == .plain && scalar.tag.rawValue.isEmpty
        return isPlain ? Scalar(plain: scalar.string) : Scalar(quoted: scalar.string)
    }

    /// Warns of `${NAME}`, which other programs would expand; the text after the name may be a secret.
    private mutating func checkReferences(in text: String, at location: Diagnostic.Location) {
        guard let found = text.firstMatch(of: /\$\{([A-Za-z0-9_]*)[^}]*\}/) else { return }
        let message = "${\(found.1)} is not replaced: variables are not expanded in a configuration"
        diagnostics.append(
            Diagnostic(.warning, at: location, message, suggestion: "expand it first, for example with envsubst")
        )
    }

    private mutating func check(_ tag: Tag, isOneOf known: [Tag.Name], at location: Diagnostic.Location) {
        guard !known.contains(where: { $0.rawValue == tag.rawValue }) else { return }
        diagnostics.append(
            Diagnostic(
                .error,
                at: location,
                "YAML tags such as '\(tag.rawValue.replacing("tag:yaml.org,2002:", with: "!!"))' are not supported",
                suggestion: "remove it"
            )
        )
    }

    private func position(of node: Node) -> YAMLReader.Position {
        YAMLReader.Position(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    private func location(of node: Node) -> Diagnostic.Location {
        position(of: node).location(in: file)
    }
}
