import Foundation
import Telemetry
import Testing

@Suite("Writing lines")
struct LogLineWriterTests {
    @Test("Long lines of many threads do not mix")
    func keepsLinesWhole() async throws {
        let pipe = Pipe()
        let writer = LogLineWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        // Longer than what a pipe takes at once.
        let lines = (0..<4).map { number in
            Array(repeating: UInt8(ascii: "a") + UInt8(number), count: 100_000) + [UInt8(ascii: "\n")]
        }
        let read = PipeReader.readAll(pipe.fileHandleForReading)
        DispatchQueue.concurrentPerform(iterations: 40) { writer.write(lines[$0 % 4]) }
        try pipe.fileHandleForWriting.close()
        let text = await read.value
        let parts = text.split(separator: UInt8(ascii: "\n"))
        #expect(parts.count == 40)
        for line in lines { #expect(parts.filter { $0.elementsEqual(line.dropLast()) }.count == 10) }
    }

    @Test("A descriptor that does not wait is waited for")
    func waitsForRoom() async throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        try #require(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
        let line = Array(repeating: UInt8(ascii: "a"), count: 1_000_000)
        let read = PipeReader.readAll(pipe.fileHandleForReading)
        LogLineWriter(descriptor: descriptor).write(line)
        try pipe.fileHandleForWriting.close()
        #expect(await read.value.count == line.count)
    }

    @Test("Without a reader nothing happens")
    func survivesBrokenPipes() {
        // A descriptor that is not open.
        LogLineWriter(descriptor: 1_000_000).write([UInt8(ascii: "a")])
    }
}
