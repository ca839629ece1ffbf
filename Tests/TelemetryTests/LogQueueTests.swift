import Foundation
import Telemetry
import Testing

@Suite("The queue of log lines")
struct LogQueueTests {
    static func notice(_ missing: Int) -> [UInt8] { Array("\(missing) missing\n".utf8) }

    @Test("Lines come out whole and in order")
    func keepsOrder() async throws {
        let pipe = Pipe()
        let queue = LogQueue(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let read = PipeReader.readAll(pipe.fileHandleForReading)
        for number in 0..<1000 { queue.write(Array("\(number)\n".utf8), notice: Self.notice) }
        queue.flush(within: 30)
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: await read.value, as: UTF8.self)
        #expect(text == (0..<1000).map { "\($0)\n" }.joined())
        #expect(queue.dropped == 0)
    }

    @Test("Logging does not wait for a reader; dropped lines are counted, and reported by the next line that fits")
    func dropsBeforeItWaits() async throws {
        let pipe = Pipe()
        let queue = LogQueue(descriptor: pipe.fileHandleForWriting.fileDescriptor, limit: 10_000)
        // More than pipe and queue hold together: this ends only because nothing waits.
        let line = Array(repeating: UInt8(ascii: "a"), count: 999) + [UInt8(ascii: "\n")]
        for _ in 0..<1000 { queue.write(line, notice: Self.notice) }
        let dropped = queue.dropped
        #expect(dropped > 0)
        // Nor does an exit wait for it for ever.
        queue.flush(within: 0)
        let read = PipeReader.readAll(pipe.fileHandleForReading)
        queue.flush(within: 30)
        queue.write(Array("last\n".utf8), notice: Self.notice)
        queue.flush(within: 30)
        try pipe.fileHandleForWriting.close()
        let lines = String(decoding: await read.value, as: UTF8.self).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("a") }.count == 1000 - dropped)
        #expect(lines.compactMap { Int($0.replacing(" missing", with: "")) }.reduce(0, +) == dropped)
        #expect(lines.suffix(2).first?.hasSuffix(" missing") == true)
        #expect(lines.last == "last")
        #expect(queue.dropped == dropped)
    }
}
