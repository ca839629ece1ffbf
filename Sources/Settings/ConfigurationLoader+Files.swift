import Bytes
import Foundation

extension ConfigurationLoader {
    private static let maxSize = 16 << 20

    /// Reads a configuration file of at most 16 MiB.
    package static func load(file path: String) -> Result<Loaded, Diagnostics> {
        load(.file(path), environment: CommandEnvironment([:]))
    }

    /// Reads a configuration of at most 16 MiB from a source.
    ///
    /// Relative paths start at the folder of the file, or at the working directory for other sources.
    ///
    /// - Parameters:
    ///   - source: where the configuration is.
    ///   - environment: contains the configuration if the source is a variable; variables without effect cause warnings.
    /// - Returns: the configuration with its warnings, or its errors.
    package static func load(
        _ source: ConfigurationSource,
        environment: CommandEnvironment
    ) -> Result<Loaded, Diagnostics> {
        let folder = if case .file(let path) = source { folder(of: path) } else { workingDirectory }
        let reading = ReadingContext(folder: folder)
        let value: Value?
        do throws(Diagnostic) {
            let text = try text(of: source, environment)
            let (read, diagnostics) = YAMLReader.read(text, file: "\(source)")
            diagnostics.forEach(reading.report)
            value = read
        } catch {
            reading.report(error)
            value = nil
        }
        return finish(value, reading) { environment.warnings(readingFrom: source, named: $0) }
    }

    private static func text(
        of source: ConfigurationSource,
        _ environment: CommandEnvironment
    ) throws(Diagnostic) -> String {
        let location = Diagnostic.Location.file("\(source)")
        let bytes = try bytes(of: source, environment, location)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
            let column = String(decoding: lines[index], as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }.count
            throw Diagnostic(
                .error,
                at: .position(file: "\(source)", line: index + 1, column: column + 1),
                "the file is not UTF-8"
            )
        }
        return text
    }

    private static func bytes(
        of source: ConfigurationSource,
        _ environment: CommandEnvironment,
        _ location: Diagnostic.Location
    ) throws(Diagnostic) -> [UInt8] {
        switch source {
        case .file(let path):
            return try read(source, location) { () throws(FileProblem) in try WholeFile.any(at: path, limit: maxSize) }
        case .standardInput:
            return try read(source, location) { () throws(FileProblem) in try WholeFile.standardInput(limit: maxSize) }
        case .variable(let name):
            guard let text = environment.variables[name], !text.isEmpty else {
                throw Diagnostic(
                    .error,
                    at: location,
                    "the environment variable '\(name)' is not set or is empty",
                    suggestion: "put the whole configuration into it, or use a file"
                )
            }
            return Array(text.utf8)
        }
    }

    private static func read(
        _ source: ConfigurationSource,
        _ location: Diagnostic.Location,
        _ read: () throws(FileProblem) -> [UInt8]
    ) throws(Diagnostic) -> [UInt8] {
        do {
            return try read()
        } catch .tooLarge {
            let what = source.isReloadable ? "the file" : "the configuration"
            throw Diagnostic(.error, at: location, "\(what) is larger than 16 MiB")
        } catch {
            throw Diagnostic(.error, at: location, "the configuration \(error)")
        }
    }

    /// The folder of a file, as an absolute path.
    static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    static var workingDirectory: String { FileManager.default.currentDirectoryPath }
}
