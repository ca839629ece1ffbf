/// Where a configuration is read from, as given by `--config` and `POSTERN_CONFIG`.
package enum ConfigurationSource: Sendable, Equatable {
    /// A file by its path.
    case file(String)
    /// Standard input (`-`), which can be read only once.
    case standardInput
    /// An environment variable (`env:NAME`), whose value never changes after startup.
    case variable(String)

    /// Parses an option; a file with such a name needs a folder, as in `./-`.
    package init(_ text: String) {
        if text == "-" {
            self = .standardInput
        } else if text.hasPrefix("env:") {
            self = .variable(String(text.dropFirst(4)))
        } else {
            self = .file(text)
        }
    }

    /// Whether reading it again can give a different result.
    package var isReloadable: Bool {
        if case .file = self { true } else { false }
    }

    /// The name in a sentence.
    package var words: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        case .variable(let name): "the environment variable \(name)"
        }
    }
}

extension ConfigurationSource: CustomStringConvertible {
    /// The text of the option, which diagnostics use as the name.
    package var description: String {
        switch self {
        case .file(let path): path
        case .standardInput: "-"
        case .variable(let name): "env:\(name)"
        }
    }
}
