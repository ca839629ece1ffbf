import Foundation
import TestSupport
import Testing

/// `postern verify` as a process: what it reads, when it answers, how it ends.
@Suite("The verify command", .timeLimit(.minutes(1))) struct VerifyCommandTests {
    private static let answer = "invalid: input\n"

    private func verify(_ input: [UInt8], outputFile: String? = nil) throws -> CommandRun {
        let folder = try TemporaryFolder()
        let file = try folder.write(input, to: "input")
        return try CommandRun(Program.postern, ["verify"], input: file, outputFile: outputFile)
    }

    @Test(
        "Answers every line once",
        arguments: [
            ("", 0), ("\n", 1), ("{}", 1), ("{}\n", 1), ("{}\n\n", 2), ("\r\n\u{0}\n", 2), ("\u{FEFF}{}\n", 1),
            (String(repeating: "[", count: 100_000), 1), (String(repeating: "\n", count: 70_000), 70_000),
        ]
    )
    func answersEveryLineOnce(_ input: String, _ count: Int) throws {
        let run = try verify(Array(input.utf8))
        #expect(run.status == 0)
        #expect(run.output == String(repeating: Self.answer, count: count))
        #expect(run.errors.isEmpty)
    }

    @Test("Continues after bytes that are not text") func goesOnAfterBytesThatAreNoText() throws {
        let run = try verify([0xFF, 0xFE, 10] + [UInt8](repeating: 0x80, count: 3 << 20) + [10, 0, 10])
        #expect(run.status == 0)
        #expect(run.output == String(repeating: Self.answer, count: 3))
    }

    /// Whoever writes one line and waits for its answer gets it.
    @Test("Answers before the input ends") func answersBeforeTheInputEnds() throws {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: Program.postern)
        process.arguments = ["verify"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        for _ in 0..<3 {
            try input.fileHandleForWriting.write(contentsOf: Data("{}\n".utf8))
            #expect(output.fileHandleForReading.availableData == Data(Self.answer.utf8))
        }
        try input.fileHandleForWriting.write(contentsOf: Data("no end of line".utf8))
        try input.fileHandleForWriting.close()
        #expect(output.fileHandleForReading.readDataToEndOfFile() == Data(Self.answer.utf8))
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test("Input that cannot be read is status 2") func inputThatCannotBeReadIsStatusTwo() throws {
        let run = try CommandRun(Program.postern, ["verify"], input: "/")
        #expect(run.status == 2)
        #expect(run.errors.hasPrefix("postern: standard input could not be read: "))
        #expect(run.output.isEmpty)
    }

    @Test("Answers that cannot be written are status 1") func answersThatCannotBeWrittenAreStatusOne() throws {
        for lines in [1, 10_000] {
            let run = try verify([UInt8](repeating: 10, count: lines), outputFile: "/dev/full")
            #expect(run.status == 1)
            #expect(run.errors == "postern: standard output could not be written\n")
        }
    }
}
