import Foundation
import TestSupport
import Testing

@testable import ProcessControl
@testable import postern

/// The command line, whatever a preloaded library does to the environment.
@Suite("Preloaded libraries", .timeLimit(.minutes(1))) struct PreloadTests {
    private static let compiler = ["/usr/bin/gcc", "/usr/bin/cc", "/usr/bin/clang"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Builds the library that sets a variable when it is loaded.
    private func library(in folder: TemporaryFolder) throws -> String {
        let source = Repository.url("Tests/CommandTests/Preload/setenv.c").path
        let library = folder.path("libsetenv.so")
        let arguments = ["-shared", "-fPIC", "-o", library, source]
        let build = try CommandRun(try #require(Self.compiler), arguments)
        #expect(build.status == 0, "\(build.errors)")
        return library
    }

    @Test("Arguments outlive a preloaded `setenv`", .enabled(if: compiler != nil, "no C compiler is installed"))
    func argumentsOutliveAPreloadedSetenv() throws {
        let folder = try TemporaryFolder()
        let environment = ["LD_PRELOAD": try library(in: folder)]
        let version = try CommandRun(Program.postern, ["--version"], environment: environment)
        #expect(version.output.hasPrefix("postern \(Version.number)\n"), "\(version.output)")
        let check = ["check", "--offline", "--issuer", "https://issuer.example", "--audience", "a b", "--audience", ""]
        let wrong = try CommandRun(Program.postern, check, environment: environment)
        #expect(wrong.status == 1)
        #expect(wrong.errors == "--audience: error: expected text, found ''\n")
        let right = try CommandRun(Program.postern, check.dropLast(2), environment: environment)
        #expect(right.status == 0, "\(right.errors)")
        #expect(right.output == "the configuration is valid\n")
        let unknown = try CommandRun(Program.postern, ["chekc"], environment: environment)
        #expect(unknown.status == 64, "\(unknown.output)")
    }

    @Test(
        "The kernel's argument list",
        arguments: [
            ("postern\u{0}", []), ("postern\u{0}check\u{0}--config\u{0}a b\u{0}", ["check", "--config", "a b"]),
            ("p\u{0}\u{0}\u{0}", ["", ""]), ("", nil), ("cut", nil),
        ] as [(String, [String]?)]
    )
    func theKernelsList(text: String, words: [String]?) throws {
        let folder = try TemporaryFolder()
        #expect(try ProcessArguments.read(from: folder.write(text, to: "cmdline")) == words)
        #expect(ProcessArguments.read(from: folder.path("none")) == nil)
    }
}
