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

    /// What can be read, up to a byte beyond the limit; pipes are read too.
    private static func bytes(of path: String) throws(Diagnostic) -> [UInt8] {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            var bytes: [UInt8] = []
            while bytes.count <= largest, let part = try file.read(upToCount: largest + 1 - bytes.count), !part.isEmpty
            {
                bytes += part
            }
            return bytes
        } catch {
            throw Diagnostic(.error, at: .file(path), "the configuration cannot be read: \(reason(error))")
        }
    }

    /// The system's own words, rather than Foundation's about them.
    private static func reason(_ error: any Error) -> String {
        guard let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
            cause.domain == NSPOSIXErrorDomain,
            let number = Int32(exactly: cause.code)
        else { return error.localizedDescription }
        return unsafe String(cString: strerror(number))
    }

    /// The folder of a file, from the root.
    static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}
