/// What one reading of a configuration has found, and where the configuration stands.
final class Reading {
    private(set) var diagnostics: [Diagnostic] = []
    private let folder: String

    /// `folder` is where relative paths start.
    init(folder: String) {
        self.folder = folder
    }

    func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
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
