import Foundation
import Testing

@testable import Bytes

@Suite("Clocks and memory of the system")
struct ClockTests {
    @Test("The time of day is the system's")
    func wall() {
        #expect(abs(WallClock.now() - Date().timeIntervalSince1970) < 60)
    }

    @Test("Steady seconds are near Unix time, and lead to it and back")
    func steady() {
        let first = SteadyClock.now()
        #expect(abs(first - WallClock.now()) < 60)
        #expect(SteadyClock.now() >= first)
        #expect(abs(SteadyClock.unix(first) - WallClock.now()) < 60)
        #expect(abs(SteadyClock.steady(SteadyClock.unix(first)) - first) < 1)
    }

    @Test("A duration in seconds is the double that it was made from", arguments: [0, 0.001, 0.1, 0.5, 60, 86400.25])
    func seconds(_ seconds: Double) {
        #expect(Duration.seconds(seconds).inSeconds == seconds)
        #expect(Duration.milliseconds(100).inSeconds == 0.1)
    }

    @Test("A thread's time goes on while it runs, and no faster than time itself")
    func thread() {
        // Read outermost first, so that the thread's span lies within the other.
        let start = MonotonicClock.now()
        let threadStart = ThreadClock.now()
        while ThreadClock.now() - threadStart < 1_000_000 {}
        let threadTime = ThreadClock.now() - threadStart
        let time = MonotonicClock.now() - start
        #expect(threadTime >= 1_000_000)
        // The two clocks may tick at slightly different rates.
        #expect(Double(time) > Double(threadTime) * 0.99)
    }

    @Test("Words are zero until they are set")
    func zeroed() {
        let words = ZeroedWords(count: 5000)
        #expect(words.count == 5000)
        let isZero = (0..<5000).allSatisfy { words[$0] == 0 }
        #expect(isZero)
        words[4999] = .max
        words[0] = 7
        let found = [words[0], words[1], words[4998], words[4999]]
        #expect(found == [7, 0, 0, .max])
        #expect(ZeroedWords(count: 0).count == 0)
    }
}
