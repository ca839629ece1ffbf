import Yams

/// Parses one YAML 1.2 document into a ``Value``, or reports why it cannot.
struct YAMLReader {
    /// A position that can be a key; lines and columns start at 1.
    struct Position: Hashable {
        let line: Int
        let column: Int
    }

    let file: String
    /// The text, in which repeated keys are renamed.
    private var text: String
    /// The original names of the renamed keys.
    private var renamedKeys: [Position: String] = [:]

    /// Parses a text without its byte order mark.
    ///
    /// - Returns: the document, nil when there is none, and the diagnostics.
    static func read(_ text: String, file: String) -> (value: Value?, diagnostics: [Diagnostic]) {
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
                    suggestion: "'issuers' is required"
                )
            }
            var builder = ValueBuilder(file: file, renamedKeys: reader.renamedKeys, size: text.utf8.count)
            let value = try builder.value(of: root)
            return (value, builder.diagnostics)
        } catch {
            return (nil, [error])
        }
    }

    private init(file: String, text: String) {
        self.file = file
        self.text = text
    }

    /// The parsed tree.
    ///
    /// Yams stops at the first mapping with a repeated key. To find every error in one run, that key is renamed and
    /// the text is parsed again.
    private mutating func compose() throws(Diagnostic) -> Node? {
        while true {
            do {
                return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
            } catch let YamlError.duplicatedKeysInMapping(names, context) {
                let position = Position(line: context.mark.line, column: context.mark.column)
                let name = names.first ?? ""
                guard renameKey(name, at: position) else {
                    throw Diagnostic(.error, at: position.location(in: file), "key '\(name)' is given more than once")
                }
            } catch let error as YamlError {
                throw diagnostic(error, of: text)
            } catch {
                throw Diagnostic(.error, at: .file(file), "not YAML: \(error)")
            }
        }
    }

    /// Replaces the last scalar of a key by a unique one; columns stay the same.
    private mutating func renameKey(_ name: String, at position: Position) -> Bool {
        guard renamedKeys.count < 100, renamedKeys[position] == nil,
            let mask = Unicode.Scalar(0xE000 + renamedKeys.count),
            var start = position.index(in: text), !name.isEmpty
        else { return false }
        let scalars = text.unicodeScalars
        if scalars[start] == "\"" || scalars[start] == "'" { start = scalars.index(after: start) }
        guard scalars[start...].starts(with: name.unicodeScalars) else { return false }
        let last = scalars.index(start, offsetBy: name.unicodeScalars.count - 1)
        text.unicodeScalars.replaceSubrange(last...last, with: CollectionOfOne(mask))
        renamedKeys[position] = name
        return true
    }
}

extension YAMLReader.Position {
    func location(in file: String) -> Diagnostic.Location {
        .position(file: file, line: line, column: column)
    }

    /// The index in a text; nil when the text ends before it.
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
