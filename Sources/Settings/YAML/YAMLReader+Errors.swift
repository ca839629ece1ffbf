import Yams

extension YAMLReader {
    /// What libyaml found wrong, in one line, with what usually causes it.
    func diagnostic(_ error: YamlError, of text: String) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let position = Position(line: mark.line, column: mark.column)
            let reason = [problem, context.map { "\($0.text) that begins in line \($0.mark.line)" }]
                .compactMap(\.self).joined(separator: " ")
            return Diagnostic(
                .error,
                at: position.location(in: file),
                "not YAML: \(reason)",
                suggestion: Self.advice(at: position, in: text)
            )
        case .composer(_, let problem, let mark, _):
            let place = Position(line: mark.line, column: mark.column).location(in: file)
            if problem.contains("another document") {
                return Diagnostic(
                    .error,
                    at: place,
                    "a second document begins here",
                    suggestion: "a configuration is one document; take the '---' out"
                )
            }
            return Diagnostic(
                .error,
                at: place,
                "not YAML: \(problem)",
                suggestion: "put the value in quotes if it is text"
            )
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            let line = before.split(separator: /\R/, omittingEmptySubsequences: false)
            let position = Position(line: max(1, line.count), column: (line.last?.unicodeScalars.count ?? 0) + 1)
            return Diagnostic(.error, at: position.location(in: file), "not YAML: \(problem)")
        default:
            return Diagnostic(.error, at: .file(file), "not YAML: \(error)")
        }
    }

    /// The cure for the commonest slips, by what stands where reading stopped.
    private static func advice(at position: Position, in text: String) -> String? {
        let start = Position(line: position.line, column: 1)
        guard let from = start.index(in: text) else { return nil }
        let line = text.unicodeScalars[from...].prefix { $0 != "\n" && $0 != "\r" }
        if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") { return "indent with spaces, not with tabs" }
        if String(line).contains(/\[[0-9A-Fa-f:]*::[0-9A-Fa-f:]*\]:[0-9]/) {
            return "put an address like \"[::1]:9090\" in quotes"
        }
        switch position.index(in: text).map({ text.unicodeScalars[$0] }) {
        case "\t": return "use spaces, not tabs"
        case "*", "@", "`", "%", "&", "!": return "put the value in quotes"
        default: return nil
        }
    }
}
