/// What one reading of a configuration has found, and where the configuration stands.
final class Reading {
    private(set) var diagnostics: [Diagnostic] = []
    /// The files that the configuration names, and where.
    private(set) var files: [NamedFile] = []
    /// The environment variables that the configuration names.
    private(set) var variables: Set<String> = []
    private let folder: String
    private var spellings: [String: String] = [:]

    /// `folder` is where relative paths start.
    init(folder: String) {
        self.folder = folder
    }

    func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    func note(_ file: NamedFile) {
        files.append(file)
    }

    func note(variable name: String) {
        variables.insert(name)
    }

    /// How a name was written where it came first, names being the same that are folded alike.
    func firstSpelling(of folded: String, _ name: String) -> String {
        spellings[folded] = spellings[folded] ?? name
        return spellings[folded] ?? name
    }

    var hasErrors: Bool {
        diagnostics.contains { $0.severity == .error }
    }

    /// A path that does not depend on the working directory.
    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        let path = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
        return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }
}
