import Foundation
import Telemetry
import Testing

@Suite("Writing lines")
struct LineWriterTests {
    @Test("Long lines of many threads do not mix")
    func keepsLinesWhole() async throws {
        let pipe = Pipe()
        let writer = LineWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        // Longer than what a pipe takes at once.
        let lines = (0..<4).map { number in
            Array(repeating: UInt8(ascii: "a") + UInt8(number), count: 100_000) + [UInt8(ascii: "\n")]
        }
        let read = Thread.reading(pipe.fileHandleForReading)
        DispatchQueue.concurrentPerform(iterations: 40) { writer.write(lines[$0 % 4]) }
        try pipe.fileHandleForWriting.close()
        let text = await read.value
        let parts = text.split(separator: UInt8(ascii: "\n"))
        #expect(parts.count == 40)
        for line in lines { #expect(parts.filter { $0.elementsEqual(line.dropLast()) }.count == 10) }
    }

    @Test("Without a reader nothing happens")
    func survivesBrokenPipes() {
        // A descriptor that is not open.
        LineWriter(descriptor: 1_000_000).write([UInt8(ascii: "a")])
    }
}

extension Thread {
    /// Reads to the end on a thread of its own.
    fileprivate static func reading(_ handle: FileHandle) -> Task<Data, Never> {
        Task {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: handle.readDataToEndOfFile()) }
            }
        }
    }
}
