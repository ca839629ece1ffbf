import Yams

extension YAMLReader {
    /// What libyaml found wrong, in one line, with what usually causes it.
    func diagnostic(_ error: YamlError, of text: String) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let position = Position(line: mark.line, column: mark.column)
            let circumstances = context.map { " \($0.text) that begins in line \($0.mark.line)" } ?? ""
            let isAlias = context?.text.hasSuffix("an alias") == true
            return notYAML(
                problem + circumstances,
                at: position,
                isAlias ? "put the value in quotes" : Self.advice(at: position, in: text)
            )
        case .composer(_, let problem, let mark, _):
            let position = Position(line: mark.line, column: mark.column)
            guard problem.hasSuffix("another document") else {
                return notYAML(problem, at: position, "put the value in quotes if it is text")
            }
            return Diagnostic(
                .error,
                at: position.location(in: file),
                "a second document begins here",
                suggestion: "a configuration is one document; take the '---' out"
            )
        case .reader(let problem, let offset, _, _):
            let lines = text.prefix(offset ?? 0).split(separator: /\R/, omittingEmptySubsequences: false)
            let column = lines.last?.unicodeScalars.count ?? 0
            return notYAML(problem, at: Position(line: max(1, lines.count), column: column + 1), nil)
        default:
            return Diagnostic(.error, at: .file(file), "not YAML: \(error)")
        }
    }

    private func notYAML(_ problem: String, at position: Position, _ suggestion: String?) -> Diagnostic {
        Diagnostic(.error, at: position.location(in: file), "not YAML: \(problem)", suggestion: suggestion)
    }

    /// The cure for the commonest slips, by what stands where reading stopped.
    private static func advice(at position: Position, in text: String) -> String? {
        guard let start = Position(line: position.line, column: 1).index(in: text) else { return nil }
        let line = text.unicodeScalars[start...].prefix { $0 != "\n" && $0 != "\r" }
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
}
