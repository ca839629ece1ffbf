/// Turns what the operator wrote into a ``Configuration``, or into everything that is wrong with it.
package enum ConfigurationLoader {
    /// A configuration without mistakes.
    package struct Loaded: Sendable, Equatable {
        package let configuration: Configuration
        /// What is allowed but seldom wise, in the order of the file.
        package let warnings: [Diagnostic]
        let files: [NamedFile]

        /// Something about a file, said at the first place in a section, such as `listeners`, that names it.
        package func diagnostic(
            _ severity: Diagnostic.Severity,
            about file: String,
            in section: String,
            _ message: String
        ) -> Diagnostic {
            let places = files.filter { $0.path == file && $0.field.hasPrefix(section) }
            return places.map { Diagnostic(severity, at: $0.location, message) }.min()
                ?? Diagnostic(severity, at: .file(file), message)
        }
    }

    /// Reads a configuration from its text.
    ///
    /// - Parameters:
    ///   - text: YAML 1.2, and so JSON too.
    ///   - path: how diagnostics call the file; relative paths in it start at its folder.
    package static func load(text: String, path: String) -> Result<Loaded, Diagnostics> {
        let reading = Reading(folder: folder(of: path))
        let (value, mistakes) = YAMLReader.read(text, file: path)
        mistakes.forEach(reading.report)
        return finish(value, reading)
    }

    /// Reads the sections, and sorts what was found.
    ///
    /// - Parameter environment: what is to be said about the environment, given the variables that the configuration names.
    static func finish(
        _ value: Value?,
        _ reading: Reading,
        environment: (Set<String>) -> [Diagnostic] = { _ in [] }
    ) -> Result<Loaded, Diagnostics> {
        var reader = ConfigurationReader(reading: reading)
        let configuration = value.flatMap { reader.configuration(from: $0) }
        environment(reading.variables).forEach(reading.report)
        let found = Diagnostics(reading.diagnostics)
        guard let configuration else { return .failure(found) }
        return .success(
            Loaded(
                configuration: configuration,
                warnings: found.entries,
                files: reading.files
            )
        )
    }
}
