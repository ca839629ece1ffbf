import Foundation

/// A folder of a test's own.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let name = "postern-\(UUID().uuidString.prefix(8))"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(name)")
    }

    /// Writes a file, and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }

    /// Makes an empty file.
    func makeFile(_ name: String) throws {
        try Data().write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }
}
