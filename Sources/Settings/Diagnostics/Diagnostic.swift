/// One mistake in a configuration, or one thing that is allowed but seldom wise.
package struct Diagnostic: Error, Hashable {
    package enum Severity: String, Sendable {
        case error, warning
    }

    /// What the message is about.
    package enum Location: Sendable, Hashable {
        /// A file as a whole.
        case file(String)
        /// A place in a file; lines and columns count from 1, columns in Unicode scalars.
        case position(file: String, line: Int, column: Int)
        /// A flag of the command line, dashes included.
        case flag(String)
        /// An environment variable.
        case variable(String)
    }

    package let location: Location
    package let severity: Severity
    /// What is wrong.
    package let message: String
    /// What to do about it, as a clause of its own; nil when the message says it all.
    package let suggestion: String?

    package init(_ severity: Severity, at location: Location, _ message: String, suggestion: String? = nil) {
        self.location = location
        self.severity = severity
        self.message = message
        self.suggestion = suggestion
    }
}

extension Diagnostic.Location: CustomStringConvertible {
    package var description: String {
        switch self {
        case .file(let file): file
        case .position(let file, let line, let column): "\(file):\(line):\(column)"
        case .flag(let name), .variable(let name): name
        }
    }
}

extension Diagnostic: CustomStringConvertible {
    /// One line: `postern.yaml:12:5: error: unknown key 'audience' in issuers[0]; did you mean 'audiences'?`.
    package var description: String {
        "\(location): \(severity): ".visible + text
    }

    /// The message and what to do about it, in one line.
    package var text: String {
        (message + (suggestion.map { "; \($0)" } ?? "")).visible
    }
}

extension Diagnostic: Comparable {
    /// In the order of the file; what concerns the whole file stands first.
    package static func < (one: Diagnostic, other: Diagnostic) -> Bool {
        (one.line, one.column, "\(one)") < (other.line, other.column, "\(other)")
    }

    private var line: Int {
        if case .position(_, let line, _) = location { line } else { 0 }
    }

    private var column: Int {
        if case .position(_, _, let column) = location { column } else { 0 }
    }
}
