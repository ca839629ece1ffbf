import Testing

@testable import Authorization

@Suite("First and second sights of tokens")
struct TokenSightTests {
    @Test(
        "As many tokens as fit, seen in turn, are seen a second time, nineteen of twenty at least",
        arguments: [1000, 65_536, 100_000]
    )
    func inTurn(_ capacity: Int) {
        var cache = TokenCache(capacity: capacity, seed: 1)
        var generator = SeededGenerator(1)
        var waiting = (0..<capacity).map { _ in UInt64.random(in: .min ... .max, using: &generator) }
        for _ in 0..<8 { waiting.removeAll { cache.noteSight($0) } }
        #expect(waiting.count <= capacity / 20)
    }

    @Test("A first sight is none")
    func first() {
        var cache = TokenCache(capacity: 10, seed: 1)
        for tag in [1 << 33, 1 << 34, .max] as [UInt64] {
            let sights = [cache.noteSight(tag), cache.noteSight(tag)]
            #expect(sights == [false, true])
        }
    }
}
