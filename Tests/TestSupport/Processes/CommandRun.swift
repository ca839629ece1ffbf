import Foundation
import Glibc

/// One program run to its end: what it answered, and how it ended.
package struct CommandRun {
    package let status: Int32
    package let output: String
    package let errors: String

    /// - Parameter input: a file that becomes standard input, such as `/dev/null`.
    /// - Parameter outputFile: where standard output goes if it is not to be read, such as `/dev/full`.
    /// - Parameter environment: what it has beside the tests' own, of which the command is not to find what is for them.
    /// - Parameter folder: its working directory, if not the tests' own.
    package init(
        _ program: String,
        _ arguments: [String],
        input: String = "/dev/null",
        outputFile: String? = nil,
        environment: [String: String] = [:],
        in workingDirectory: String? = nil
    ) throws {
        let folder = try TemporaryFolder()
        // Files, so that no full pipe can stop it.
        let output = try URL(filePath: folder.write("", to: "output"))
        let errors = try URL(filePath: folder.write("", to: "errors"))
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = Program.environment.merging(environment) { _, new in new }
        if let workingDirectory { process.currentDirectoryURL = URL(filePath: workingDirectory) }
        process.standardInput = try Self.open(input)
        process.standardOutput = try FileHandle(forWritingTo: outputFile.map { URL(filePath: $0) } ?? output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        self.output = try String(contentsOf: output, encoding: .utf8)
        self.errors = try String(contentsOf: errors, encoding: .utf8)
    }

    package var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }

    /// Also opens a folder, which `FileHandle` does not.
    private static func open(_ path: String) throws -> FileHandle {
        let descriptor = Glibc.open(path, O_RDONLY)
        guard descriptor >= 0 else { throw CocoaError(.fileNoSuchFile) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
