import Yams

/// Reads one YAML 1.2 document into a ``Value``, or says why that cannot be done.
struct YAMLReader {
    /// A mark that can be looked up; lines and columns count from 1.
    struct Position: Hashable {
        let line: Int
        let column: Int
    }

    let file: String
    /// The text, with keys that stand twice disguised.
    private var text: String
    /// What the disguised keys are called.
    private var disguised: [Position: String] = [:]

    /// Reads a text, of which a byte order mark at its beginning is no part.
    ///
    /// - Returns: the document, nil where there is none, and the mistakes.
    static func read(_ text: String, file: String) -> (value: Value?, mistakes: [Diagnostic]) {
        var reader = YAMLReader(
            file: file,
            text: text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        )
        do throws(Diagnostic) {
            guard let root = try reader.compose() else {
                throw Diagnostic(
                    .error,
                    at: .file(file),
                    "the file is empty",
                    suggestion: "at least 'issuers' is needed"
                )
            }
            var builder = ValueBuilder(file: file, disguised: reader.disguised, size: text.utf8.count)
            let value = try builder.value(of: root)
            return (value, builder.mistakes)
        } catch {
            return (nil, [error])
        }
    }

    private init(file: String, text: String) {
        self.file = file
        self.text = text
    }

    /// The composed tree.
    ///
    /// Yams stops at the first mapping with a repeated key. To find every mistake in one go, the key that it names is
    /// disguised, and the text composed again.
    private mutating func compose() throws(Diagnostic) -> Node? {
        while true {
            do {
                return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
            } catch let YamlError.duplicatedKeysInMapping(names, context) {
                let position = Position(line: context.mark.line, column: context.mark.column)
                let name = names.first ?? ""
                guard disguise(name, at: position) else {
                    throw Diagnostic(.error, at: position.location(in: file), "key '\(name)' is given more than once")
                }
            } catch let error as YamlError {
                throw diagnostic(error, of: text)
            } catch {
                throw Diagnostic(.error, at: .file(file), "not YAML: \(error)")
            }
        }
    }

    /// Replaces the last scalar of a key by one that no other key has; columns stay what they are.
    private mutating func disguise(_ name: String, at position: Position) -> Bool {
        guard disguised.count < 100, disguised[position] == nil, let mask = Unicode.Scalar(0xE000 + disguised.count),
            var start = position.index(in: text), !name.isEmpty
        else { return false }
        let scalars = text.unicodeScalars
        if scalars[start] == "\"" || scalars[start] == "'" { start = scalars.index(after: start) }
        guard scalars[start...].starts(with: name.unicodeScalars) else { return false }
        let last = scalars.index(start, offsetBy: name.unicodeScalars.count - 1)
        text.unicodeScalars.replaceSubrange(last...last, with: CollectionOfOne(mask))
        disguised[position] = name
        return true
    }
}

extension YAMLReader.Position {
    func location(in file: String) -> Diagnostic.Location {
        .position(file: file, line: line, column: column)
    }

    /// The place in a text; nil when the text ends before it.
    func index(in text: String) -> String.Index? {
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        var line = 1
        while line < self.line {
            guard index < scalars.endIndex else { return nil }
            let scalar = scalars[index]
            index = scalars.index(after: index)
            switch scalar {
            case "\r" where index < scalars.endIndex && scalars[index] == "\n": continue
            case "\r", "\n", "\u{85}", "\u{2028}", "\u{2029}": line += 1
            default: continue
            }
        }
        guard let found = scalars.index(index, offsetBy: column - 1, limitedBy: scalars.endIndex) else { return nil }
        return found < scalars.endIndex ? found : nil
    }
}
