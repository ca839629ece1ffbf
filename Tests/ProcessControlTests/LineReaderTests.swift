import Glibc
import Testing

@testable import ProcessControl

@Suite("Reading lines") struct LineReaderTests {
    /// Everything that the reader makes of the pieces, each written and read by itself.
    private func read(_ pieces: [[UInt8]]) -> [String] {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        var reader = LineReader(descriptor: ends[0])
        var lines: [String] = []
        var left = pieces[...]
        while true {
            switch reader.next() {
            case .line(let line): lines.append(String(decoding: line, as: UTF8.self))
            case .tooLong: lines.append("too long")
            case .failed(let problem): lines.append("failed: \(problem)")
            case .end: return lines
            case .needsMore:
                if let piece = left.popFirst() {
                    #expect(write(ends[1], piece, piece.count) == piece.count)
                } else {
                    close(ends[1])
                }
                reader.read()
            }
        }
    }

    @Test("Cuts lines however they arrive") func cutsLinesHoweverTheyArrive() {
        #expect(read([Array("a\nb".utf8), Array("c\n\nd".utf8)]) == ["a", "bc", "", "d"])
        #expect(read([]) == [])
        #expect(read([[10]]) == [""])
    }

    @Test("A line of more than 1 MiB is skipped and the next is read")
    func aLineBeyondOneMebibyteIsSkippedAndTheNextIsRead() {
        let chunk = [UInt8](repeating: 120, count: 32 * 1024)
        let long = [[UInt8]](repeating: chunk, count: 33)
        #expect(read(long + [Array("\nok\n".utf8)]) == ["too long", "ok"])
        #expect(read(long) == ["too long"])
        let fitting = [[UInt8]](repeating: chunk, count: 32)
        #expect(read(fitting + [[10]]).first?.utf8.count == LineReader.maxLineLength)
    }

    @Test("A descriptor that cannot be read is a failure") func aDescriptorThatCannotBeReadIsAFailure() {
        var reader = LineReader(descriptor: -1)
        reader.read()
        guard case .failed = reader.next() else {
            Issue.record("no failure")
            return
        }
    }
}
