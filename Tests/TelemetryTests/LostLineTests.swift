import Foundation
import Glibc
import Telemetry
import Testing

@Suite("Log lines that cannot be written")
struct LostLineTests {
    private static func notice(_ missing: Int) -> [UInt8] { Array("\(missing) missing\n".utf8) }

    @Test("A full disk: lines are counted, and the next that gets through is preceded by their number")
    func fullDisk() throws {
        // What a file on a full disk answers.
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let queue = LogQueue(descriptor: descriptor)
        for round in 1...3 {
            for _ in 0..<5 { queue.write(Array("lost\n".utf8), notice: Self.notice) }
            queue.flush(within: 30)
            // The notice of the round before is lost too, and is no line of its own.
            #expect(queue.dropped == 5 * round)
        }
        let path = FileManager.default.temporaryDirectory.path + "/postern-tests-\(UUID().uuidString)"
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        defer { unlink(path) }
        try #require(dup2(file, descriptor) == descriptor)
        close(file)
        queue.write(Array("kept\n".utf8), notice: Self.notice)
        queue.write(Array("kept too\n".utf8), notice: Self.notice)
        queue.flush(within: 30)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "15 missing\nkept\nkept too\n")
        #expect(queue.dropped == 15)
    }

    @Test("A truncated line is counted, and the next starts on a new line")
    func cutOff() throws {
        let path = FileManager.default.temporaryDirectory.path + "/postern-tests-\(UUID().uuidString)"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer {
            close(descriptor)
            unlink(path)
        }
        // A pipe that takes a part, and whose reader goes away.
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        // F_SETPIPE_SZ, which Swift does not import.
        #expect(fcntl(ends[1], 1031, 4096) == 4096)
        signal(SIGPIPE, SIG_IGN)
        let queue = LogQueue(descriptor: ends[1])
        queue.write(Array(repeating: UInt8(ascii: "a"), count: 8000) + [UInt8(ascii: "\n")], notice: Self.notice)
        var some = [UInt8](repeating: 0, count: 16)
        #expect(read(ends[0], &some, some.count) == 16)
        close(ends[0])
        queue.flush(within: 30)
        #expect(queue.dropped == 1)
        try #require(dup2(descriptor, ends[1]) == ends[1])
        queue.write(Array("kept\n".utf8), notice: Self.notice)
        queue.flush(within: 30)
        close(ends[1])
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "\n1 missing\nkept\n")
    }
}
