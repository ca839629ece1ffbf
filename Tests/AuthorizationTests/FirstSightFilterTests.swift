import Glibc
import TestSupport
import Testing

@testable import Authorization

@Suite("First and second filter of tokens")
struct TokenSightTests {
    @Test(
        "As many tokens as fit, seen in turn, are seen a second time, nineteen of twenty at least",
        arguments: [1000, 65_536, 100_000]
    )
    func inTurn(_ capacity: Int) {
        let filter = FirstSightFilter(tokens: capacity)
        var generator = SeededGenerator(1)
        var waiting = (0..<capacity).map { _ in UInt64.random(in: .min ... .max, using: &generator) }
        for _ in 0..<8 { waiting.removeAll { filter.insert($0) } }
        #expect(waiting.count <= capacity / 20)
    }

    @Test("Room that nothing was noted in is not taken")
    func takesNoRoom() throws {
        let before = try Self.residentPages()
        let filter = FirstSightFilter(tokens: 16_777_216)
        let after = try Self.residentPages()
        #expect(after - before < 16_384, "of 32,768")
        #expect(!filter.insert(1 << 40))
    }

    private static func residentPages() throws -> Int {
        let file = try #require(fopen("/proc/self/statm", "r"))
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 128)
        let line = try #require(fgets(&text, 128, file))
        return try #require(String(cString: line).split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }

    @Test("None are none")
    func none() {
        let filter = FirstSightFilter(tokens: 0)
        let found = [filter.insert(1 << 33), filter.insert(1 << 33)]
        #expect(found == [false, false])
    }

    @Test("A token is not seen before its first request")
    func first() {
        let filter = FirstSightFilter(tokens: 10)
        for tag in [1 << 33, 1 << 34, .max] as [UInt64] {
            let filter = [filter.insert(tag), filter.insert(tag)]
            #expect(filter == [false, true])
        }
    }
}
