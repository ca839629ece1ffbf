import Synchronization

/// A wall clock that tests turn by hand, and that counts how often it was read.
final class TestClock: Sendable {
    private let state = Mutex((time: Fixtures.now, step: 0.0, readings: 0))

    var time: Double {
        get { state.withLock { $0.time } }
        set { state.withLock { $0.time = newValue } }
    }

    /// Seconds that pass with each reading.
    var step: Double {
        get { state.withLock { $0.step } }
        set { state.withLock { $0.step = newValue } }
    }

    var readings: Int { state.withLock { $0.readings } }

    func now() -> Double {
        state.withLock {
            $0.readings += 1
            $0.time += $0.step
            return $0.time
        }
    }
}
