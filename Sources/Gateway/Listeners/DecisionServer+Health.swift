import Synchronization

extension DecisionServer {
    /// Asks every event loop for a sign of life.
    ///
    /// - Parameter answered: called once, on a loop, when the last one has answered; never when one hangs or has ended.
    package func pingAllLoops(_ answered: @escaping @Sendable () -> Void) {
        // Loops that have ended take no tasks.
        guard finalCounters.withLock({ $0 == nil }) else { return }
        let count = LoopCount(workers.count)
        for worker in workers {
            worker.execute { _ in if count.isLast() { answered() } }
        }
    }

    /// Counts loops that are still to answer.
    private final class LoopCount: Sendable {
        private let left: Atomic<Int>

        init(_ count: Int) { left = Atomic(count) }

        func isLast() -> Bool { left.subtract(1, ordering: .relaxed).newValue == 0 }
    }
}
