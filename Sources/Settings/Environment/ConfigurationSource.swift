/// Where a configuration is read from, as `--config` and `POSTERN_CONFIG` name it.
package enum ConfigurationSource: Sendable, Equatable {
    /// A file by its path.
    case file(String)
    /// Standard input, which can be read once: `-`.
    case standardInput
    /// An environment variable, whose value stays what it was at the start: `env:NAME`.
    case variable(String)

    /// Reads what the operator wrote; a file with such a name is written with a folder, as in `./-`.
    package init(_ text: String) {
        if text == "-" {
            self = .standardInput
        } else if text.hasPrefix("env:") {
            self = .variable(String(text.dropFirst(4)))
        } else {
            self = .file(text)
        }
    }

    /// Whether reading it again could bring something else.
    package var isReloadable: Bool {
        if case .file = self { true } else { false }
    }

    /// What it is called in a sentence.
    package var words: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        case .variable(let name): "the environment variable \(name)"
        }
    }
}

extension ConfigurationSource: CustomStringConvertible {
    /// As the operator wrote it, which is how diagnostics call it.
    package var description: String {
        switch self {
        case .file(let path): path
        case .standardInput: "-"
        case .variable(let name): "env:\(name)"
        }
    }
}
