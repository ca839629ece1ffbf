import Foundation
import Issuers
import Settings
import Testing

@Suite("Configuration files")
struct FileTests {
    private func write(_ bytes: some Collection<UInt8>) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString).yaml").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func diagnostics(inFile path: String) -> [String] {
        guard case .failure(let found) = ConfigurationLoader.load(file: path) else { return [] }
        return found.entries.map(\.description)
    }

    @Test("A file is read, and its folder is where relative paths start")
    func read() throws {
        let path = try write("issuers: [{ issuer: a, audiences: any, jwks: \"file:keys.json\" }]".utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let loaded = try ConfigurationLoader.load(file: path).get()
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        #expect(loaded.configuration.issuerKeys.first?.source == .file(path: folder + "/keys.json"))
    }

    @Test("A relative path of the configuration starts at the working directory")
    func relative() throws {
        let loaded = try load(
            "issuers: [{ issuer: a, audiences: any, jwks: \"file:keys.json\" }]",
            path: "conf/postern.yaml"
        )
        let expected = FileManager.default.currentDirectoryPath + "/conf/keys.json"
        #expect(loaded.configuration.issuerKeys.first?.source == .file(path: expected))
    }

    @Test("What cannot be read is said in the system's words")
    func unreadable() {
        let reason = "error: the configuration cannot be read:"
        #expect(
            diagnostics(inFile: "/nowhere/postern.yaml") == [
                "/nowhere/postern.yaml: \(reason) No such file or directory"
            ]
        )
        let folder = FileManager.default.temporaryDirectory.path
        #expect(diagnostics(inFile: folder) == ["\(folder): \(reason) Is a directory"])
    }

    @Test("More than 16 MiB is refused, without reading all of it")
    func large() throws {
        #expect(
            diagnostics(inFile: "/dev/zero") == [
                "/dev/zero: error: the file is larger than 16 MiB"
            ]
        )
    }

    @Test(
        "Bytes that are not UTF-8 are found",
        arguments: [([UInt8](), 2, 7), ([0xC3, 0xA9], 2, 8)]
    )
    func notUTF8(_ before: [UInt8], _ line: Int, _ column: Int) throws {
        let path = try write(Array("threads: 2\nlog: {".utf8) + before + [0xFF] + Array("}\n\u{FFFD}\n".utf8))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(diagnostics(inFile: path) == ["\(path):\(line):\(column): error: the file is not UTF-8"])
    }

    @Test("A symbolic link is followed, and its own folder counts")
    func link() throws {
        let target = try write("issuers: [{ issuer: a, audiences: any, jwks: \"file:keys.json\" }]".utf8)
        let folder = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: folder + "/postern.yaml", withDestinationPath: target)
        defer {
            try? FileManager.default.removeItem(atPath: folder)
            try? FileManager.default.removeItem(atPath: target)
        }
        let loaded = try ConfigurationLoader.load(file: folder + "/postern.yaml").get()
        #expect(loaded.configuration.issuerKeys.first?.source == .file(path: folder + "/keys.json"))
    }
}
