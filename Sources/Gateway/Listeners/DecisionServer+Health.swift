import Synchronization

extension DecisionServer {
    /// Checks that every event loop still runs tasks.
    ///
    /// - Parameter answered: called once, on a loop, after the last loop has answered; never if one hangs or has stopped.
    package func pingAllLoops(_ answered: @escaping @Sendable () -> Void) {
        // Stopped loops run no tasks.
        guard finalCounters.withLock({ $0 == nil }) else { return }
        let count = LoopCount(workers.count)
        for worker in workers {
            worker.execute { _ in if count.isLast() { answered() } }
        }
    }

    /// Counts the loops that have not answered yet.
    private final class LoopCount: Sendable {
        private let left: Atomic<Int>

        init(_ count: Int) { left = Atomic(count) }

        func isLast() -> Bool { left.subtract(1, ordering: .relaxed).newValue == 0 }
    }
}
