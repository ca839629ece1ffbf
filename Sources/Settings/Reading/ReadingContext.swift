/// The state of reading a configuration: diagnostics, referenced files and the base folder.
final class ReadingContext {
    private(set) var diagnostics: [Diagnostic] = []
    /// The files that the configuration names, with their locations.
    private(set) var files: [ReferencedFile] = []
    /// The environment variables that the configuration names.
    private(set) var variables: Set<String> = []
    private let folder: String
    private var spellings: [String: String] = [:]

    /// `folder` is the base of relative paths.
    init(folder: String) {
        self.folder = folder
    }

    func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
    }

    func record(_ file: ReferencedFile) {
        files.append(file)
    }

    func record(variable name: String) {
        variables.insert(name)
    }

    /// The first spelling of a name among those that fold to the same text.
    func firstSpelling(of folded: String, _ name: String) -> String {
        spellings[folded] = spellings[folded] ?? name
        return spellings[folded] ?? name
    }

    var hasErrors: Bool {
        diagnostics.contains { $0.severity == .error }
    }

    /// An absolute path, independent of the working directory.
    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        let path = path.hasPrefix("./") ? path.dropFirst(2) : path[...]
        return folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
    }
}
