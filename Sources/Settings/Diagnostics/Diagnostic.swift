/// An error in a configuration, or a warning about something that is rarely intended.
package struct Diagnostic: Error, Hashable {
    /// Whether it prevents startup.
    package enum Severity: String, Sendable {
        case error, warning
    }

    /// The location that the message is about.
    package enum Location: Sendable, Hashable {
        /// A file as a whole.
        case file(String)
        /// A position in a file; lines and columns start at 1, columns count Unicode scalars.
        case position(file: String, line: Int, column: Int)
        /// A command-line flag, including its dashes.
        case flag(String)
        /// An environment variable.
        case variable(String)
    }

    /// Where the problem is.
    package let location: Location
    /// Whether it is an error or a warning.
    package let severity: Severity
    /// The problem.
    package let message: String
    /// How to fix it, as a clause; nil when the message says so.
    package let suggestion: String?

    /// A diagnostic with an optional suggestion.
    package init(_ severity: Severity, at location: Location, _ message: String, suggestion: String? = nil) {
        self.location = location
        self.severity = severity
        self.message = message
        self.suggestion = suggestion
    }
}

extension Diagnostic.Location: CustomStringConvertible {
    /// The location, the severity, the message and the suggestion, on one line.
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

    /// The message and the suggestion, on one line.
    package var text: String {
        (message + (suggestion.map { "; \($0)" } ?? "")).visible
    }
}

extension Diagnostic: Comparable {
    /// In the order of the file; diagnostics about the whole file come first.
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
