import Foundation

extension ConfigurationLoader {
    private static let largest = 16 << 20

    /// Reads a configuration file of at most 16 MiB.
    public static func load(file path: String) -> Result<Loaded, Diagnostics> {
        do throws(Diagnostic) {
            return load(text: try text(of: path), path: path)
        } catch {
            return .failure(Diagnostics([error]))
        }
    }

    private static func text(of path: String) throws(Diagnostic) -> String {
        let bytes = try bytes(of: path)
        guard bytes.count <= largest else {
            throw Diagnostic(.error, at: .file(path), "the file is larger than 16 MiB, which no configuration is")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
            let column = String(decoding: lines[index], as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }.count
            throw Diagnostic(
                .error,
                at: .position(file: path, line: index + 1, column: column + 1),
                "the file is not UTF-8"
            )
        }
        return text
    }

    private static func bytes(of path: String) throws(Diagnostic) -> [UInt8] {
        do {
            return try GivenFile.bytes(of: path, limit: largest)
        } catch {
            throw Diagnostic(.error, at: .file(path), "the configuration cannot be read: \(error.reason)")
        }
    }

    /// The folder of a file, from the root.
    static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}
