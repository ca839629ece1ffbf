import Dispatch
import Synchronization

/// Tells the service manager that the service is alive, as long as every event loop answers.
///
/// It has a thread of its own, so that nothing but the event loops counts: a slow disk or a slow issuer is no reason to be
/// restarted.
package final class Watchdog: Sendable {
    private let manager: ServiceManager
    /// Asks every event loop for a sign of life, and calls back when the last one has answered.
    private let pingLoops: @Sendable (_ answered: @escaping @Sendable () -> Void) -> Void
    /// Seconds between two questions: three chances within the manager's limit.
    private let interval: Double
    private let queue = DispatchQueue(label: "postern.watchdog")
    private let isWaiting = Atomic(false)

    /// - Parameter pingLoops: asks every event loop for a sign of life, and calls back once when the last one has answered; never
    ///   when one hangs.
    /// - Returns: nil when the manager wants no signs of life.
    package init?(
        _ manager: ServiceManager,
        pingLoops: @escaping @Sendable (_ answered: @escaping @Sendable () -> Void) -> Void
    ) {
        guard let limit = manager.watchdogLimit else { return nil }
        self.manager = manager
        self.pingLoops = pingLoops
        // A floor, because nobody means to have a process woken all the time.
        interval = max(limit / 3, 0.01)
    }

    /// Asks the loops now, and then again and again until the process ends.
    package func start() {
        ping()
        queue.asyncAfter(deadline: .now() + interval) { [self] in start() }
    }

    private func ping() {
        // A loop that hangs is not asked again, so that questions do not pile up.
        guard !isWaiting.exchange(true, ordering: .relaxed) else { return }
        pingLoops { [self] in
            isWaiting.store(false, ordering: .relaxed)
            // The manager's socket may be full: no loop waits for it.
            queue.async { [manager] in manager.alive() }
        }
    }
}
