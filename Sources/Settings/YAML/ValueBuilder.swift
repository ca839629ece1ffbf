import Yams

/// Turns a composed tree into values, and reports what a configuration must not use.
///
/// Aliases arrive expanded, and share their storage until they are walked: a small file can stand for an endless one,
/// so the walk is bounded in size and depth.
struct ValueBuilder {
    private(set) var mistakes: [Diagnostic] = []
    private let file: String
    private let disguised: [YAMLReader.Position: String]
    private var allowance: Int
    private static let deepest = 32

    /// Without aliases a file cannot hold more than two values a byte.
    init(file: String, disguised: [YAMLReader.Position: String], size: Int) {
        self.file = file
        self.disguised = disguised
        allowance = 100_000 + 2 * size
    }

    mutating func value(of node: Node, depth: Int = 0) throws(Diagnostic) -> Value {
        let place = location(of: node)
        allowance -= 1
        guard allowance > 0 else {
            throw Diagnostic(
                .error,
                at: .file(file),
                "the aliases stand for too many values",
                suggestion: "use fewer of them"
            )
        }
        guard depth < Self.deepest else {
            throw Diagnostic(.error, at: place, "nested deeper than \(Self.deepest) levels")
        }
        switch node {
        case .scalar(let scalar):
            return Value(location: place, content: .scalar(read(scalar, at: place)))
        case .sequence(let sequence):
            check(sequence.tag, isOneOf: [.implicit, .nonSpecific, .seq], at: place)
            var list: [Value] = []
            for element in sequence { list.append(try value(of: element, depth: depth + 1)) }
            return Value(location: place, content: .list(list))
        case .mapping(let mapping):
            check(mapping.tag, isOneOf: [.implicit, .nonSpecific, .map], at: place)
            return Value(location: place, content: .mapping(try entries(of: mapping, depth: depth)))
        case .alias:
            throw Diagnostic(.error, at: place, "an alias that stands for nothing")
        }
    }

    private mutating func entries(of mapping: Node.Mapping, depth: Int) throws(Diagnostic) -> [Value.Entry] {
        var entries: [Value.Entry] = []
        var lines: [[UInt8]: Int] = [:]
        for (key, node) in mapping {
            let place = location(of: key)
            // Every value is walked, so that the mistakes in it come to light as well.
            let value = try value(of: node, depth: depth + 1)
            guard case .scalar(let scalar) = key else {
                mistakes.append(Diagnostic(.error, at: place, "a key must be text, not a list or a mapping"))
                continue
            }
            let position = position(of: key)
            let name = disguised[position] ?? scalar.string
            guard let line = lines[Array(name.utf8)] else {
                lines[Array(name.utf8)] = position.line
                entries.append(Value.Entry(key: name, location: place, value: value))
                continue
            }
            let message = "key '\(name)' is given twice, first in line \(line)"
            mistakes.append(Diagnostic(.error, at: place, message, suggestion: "keep one of them"))
        }
        return entries
    }

    private mutating func read(_ scalar: Node.Scalar, at place: Diagnostic.Location) -> Scalar {
        check(scalar.tag, isOneOf: [.implicit, .nonSpecific, .str], at: place)
        checkReferences(in: scalar.string, at: place)
        let isPlain = scalar.style == .plain && scalar.tag.rawValue.isEmpty
        return isPlain ? Scalar(plain: scalar.string) : Scalar(quoted: scalar.string)
    }

    /// Warns of `${NAME}`, which other programs would replace; what follows the name may be a secret.
    private mutating func checkReferences(in text: String, at place: Diagnostic.Location) {
        guard let found = text.firstMatch(of: /\$\{([A-Za-z0-9_]*)[^}]*\}/) else { return }
        let message = "${\(found.1)} is taken as it is written: variables are not replaced in a configuration"
        mistakes.append(
            Diagnostic(.warning, at: place, message, suggestion: "fill it in before, with envsubst for example")
        )
    }

    private mutating func check(_ tag: Tag, isOneOf known: [Tag.Name], at place: Diagnostic.Location) {
        guard !known.contains(where: { $0.rawValue == tag.rawValue }) else { return }
        mistakes.append(
            Diagnostic(
                .error,
                at: place,
                "YAML tags such as '\(tag.rawValue.replacing("tag:yaml.org,2002:", with: "!!"))' are not read",
                suggestion: "take it out"
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
