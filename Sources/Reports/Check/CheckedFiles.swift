import Bytes
import Gateway
import Glibc
import Issuers
package import Settings
import Telemetry

/// The checks of the files that a configuration names, for `postern check`.
package struct CheckedFiles {
    private let loaded: ConfigurationLoader.Loaded
    /// Whether this may not be the machine of the service; missing files are then warnings.
    private let isOffline: Bool

    /// Creates the checks of a configuration.
    package init(_ loaded: ConfigurationLoader.Loaded, isOffline: Bool) {
        self.loaded = loaded
        self.isOffline = isOffline
    }

    /// The errors and warnings, in the order of the configuration; duplicates are removed.
    package var diagnostics: [Diagnostic] {
        var found: Set<Diagnostic> = []
        let now = WallClock.now()
        for files in loaded.configuration.listeners.compactMap(\.tls) {
            for problem in files.problems() {
                found.insert(diagnostic(about: problem.path, in: "listeners", "\(problem)"))
            }
            // Unreadable files have been reported.
            for warning in (try? files.warnings(now: now)) ?? [] {
                found.insert(loaded.diagnostic(.warning, about: warning.path, in: "listeners", warning.message))
            }
        }
        for error in KeyService.caFileErrors(of: loaded.configuration.issuerKeys) {
            found.insert(diagnostic(about: error.file, in: "issuers", "\(error)"))
        }
        // Online, the key fetch reports missing files.
        guard isOffline else { return found.sorted() }
        for issuer in loaded.configuration.issuerKeys {
            for case .file(let path) in issuer.headers.map(\.value) where Self.isMissing(path) {
                let message = "issuer \(issuer.issuer): `jwks_headers`: \(path) is not there"
                found.insert(diagnostic(about: path, in: "issuers", message))
            }
        }
        return found.sorted()
    }

    private func diagnostic(about path: String, in section: String, _ message: String) -> Diagnostic {
        let isWarning = isOffline && Self.isMissing(path)
        return loaded.diagnostic(isWarning ? .warning : .error, about: path, in: section, message)
    }

    private static func isMissing(_ path: String) -> Bool {
        unsafe access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }
}
