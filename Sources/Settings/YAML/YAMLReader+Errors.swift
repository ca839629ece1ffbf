import Yams

extension YAMLReader {
    /// The error of libyaml on one line, with its usual cause.
    func diagnostic(_ error: YamlError, of text: String) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let position = Position(line: mark.line, column: mark.column)
            let contextDescription = context.map { " \($0.text) that begins in line \($0.mark.line)" } ?? ""
            let isAlias = context?.text.hasSuffix("an alias") == true
            return notYAML(
                problem + contextDescription,
                at: position,
                isAlias ? "put the value in quotes" : Self.hint(at: position, in: text)
            )
        case .composer(_, let problem, let mark, _):
            let position = Position(line: mark.line, column: mark.column)
            guard problem.hasSuffix("another document") else {
                return notYAML(problem, at: position, "quote the value if it is a string")
            }
            return Diagnostic(
                .error,
                at: position.location(in: file),
                "a second document begins here",
                suggestion: "use a single document; remove the '---'"
            )
        case .reader(let problem, let offset, let value, _):
            let lines = text.prefix(offset ?? 0).split(separator: /\R/, omittingEmptySubsequences: false)
            let column = lines.last?.unicodeScalars.count ?? 0
            // An ASCII control character has no name, and the message describes it.
            let hidden = value > 0x7F ? Unicode.Scalar(UInt32(bitPattern: value)).map(InvisibleCharacter.name) : nil
            let hint = hidden.map { "remove \($0)" }
            return notYAML(problem, at: Position(line: max(1, lines.count), column: column + 1), hint)
        default:
            return Diagnostic(.error, at: .file(file), "not YAML: \(error)")
        }
    }

    private func notYAML(_ problem: String, at position: Position, _ suggestion: String?) -> Diagnostic {
        Diagnostic(.error, at: position.location(in: file), "not YAML: \(problem)", suggestion: suggestion)
    }

    /// A fix for common errors, from the text at the position where parsing stopped.
    private static func hint(at position: Position, in text: String) -> String? {
        let line = Self.line(position.line, of: text)
        // An error in one line may be detected in the next.
        for number in [position.line, position.line - 1] {
            guard let hidden = InvisibleCharacter.named(in: Self.line(number, of: text)) else { continue }
            return "line \(number) contains \(hidden): use plain spaces"
        }
        if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") { return "indent with spaces, not with tabs" }
        if String(line).contains(/\[[0-9A-Fa-f:]*::[0-9A-Fa-f:]*\]:[0-9]/) {
            return "put an address like \"[::1]:9090\" in quotes"
        }
        switch position.index(in: text).map({ text.unicodeScalars[$0] }) {
        case "\t": return "use spaces, not tabs"
        case "%" where position.column == 1: return nil
        case "@", "`", "%": return "put the value in quotes"
        default: return nil
        }
    }

    private static func line(_ number: Int, of text: String) -> Substring.UnicodeScalarView {
        guard number > 0, let start = Position(line: number, column: 1).index(in: text) else {
            return Substring("").unicodeScalars
        }
        return text.unicodeScalars[start...].prefix { $0 != "\n" && $0 != "\r" }
    }
}
