import Synchronization

/// A wall clock that tests turn by hand, and that counts how often it was read.
final class TestClock: Sendable {
    private let state = Mutex((time: Fixtures.now, readings: 0))

    var time: Double {
        get { state.withLock { $0.time } }
        set { state.withLock { $0.time = newValue } }
    }

    var readings: Int { state.withLock { $0.readings } }

    func now() -> Double {
        state.withLock {
            $0.readings += 1
            return $0.time
        }
    }
}
