/// Loads a ``Configuration``, or reports everything that is wrong with it.
package enum ConfigurationLoader {
    /// A valid configuration with its warnings.
    package struct Loaded: Sendable, Equatable {
        /// The validated configuration.
        package let configuration: Configuration
        /// Warnings about what is rarely intended, in the order of the file.
        package let warnings: [Diagnostic]
        let files: [ReferencedFile]

        /// A diagnostic about a file, at the first key in a section, such as `listeners`, that names it.
        package func diagnostic(
            _ severity: Diagnostic.Severity,
            about file: String,
            in section: String,
            _ message: String
        ) -> Diagnostic {
            let matches = files.filter { $0.path == file && $0.field.hasPrefix(section) }
            return matches.map { Diagnostic(severity, at: $0.location, message) }.min()
                ?? Diagnostic(severity, at: .file(file), message)
        }
    }

    /// Reads a configuration from its text.
    ///
    /// - Parameters:
    ///   - text: YAML 1.2, of which JSON is a subset.
    ///   - path: the name of the file in diagnostics; relative paths start at its folder.
    /// - Returns: the configuration with its warnings, or its errors.
    package static func load(text: String, path: String) -> Result<Loaded, Diagnostics> {
        let reading = ReadingContext(folder: folder(of: path))
        let (value, diagnostics) = YAMLReader.read(text, file: path)
        diagnostics.forEach(reading.report)
        return finish(value, reading)
    }

    /// Reads the sections, and sorts the diagnostics.
    ///
    /// - Parameters:
    ///   - value: the parsed document; nil when it could not be parsed.
    ///   - reading: the state of reading.
    ///   - environment: makes warnings about the environment, given the variables that the configuration names.
    /// - Returns: the configuration with its warnings, or its errors.
    static func finish(
        _ value: Value?,
        _ reading: ReadingContext,
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
