import Dispatch
import Synchronization

/// Sends watchdog notifications to the service manager as long as every event loop answers.
///
/// It has a separate thread, so that only the event loops count: a slow disk or issuer must not cause a restart.
package final class Watchdog: Sendable {
    private let manager: ServiceManager
    /// Pings every event loop, and calls back when the last one has answered.
    private let pingLoops: @Sendable (_ answered: @escaping @Sendable () -> Void) -> Void
    /// Seconds between two pings: three within the manager's timeout.
    private let interval: Double
    private let queue = DispatchQueue(label: "postern.watchdog")
    private let isWaiting = Atomic(false)

    /// Creates a watchdog; nil if the manager has no watchdog timeout.
    ///
    /// - Parameters:
    ///   - manager: receives the notifications.
    ///   - pingLoops: pings every event loop, and calls back once after the last answer; never if a loop hangs.
    package init?(
        _ manager: ServiceManager,
        pingLoops: @escaping @Sendable (_ answered: @escaping @Sendable () -> Void) -> Void
    ) {
        guard let limit = manager.watchdogLimit else { return nil }
        self.manager = manager
        self.pingLoops = pingLoops
        // A minimum, so that a tiny timeout does not wake the process all the time.
        interval = max(limit / 3, 0.01)
    }

    /// Pings the loops now and periodically until the process exits.
    package func start() {
        ping()
        queue.asyncAfter(deadline: .now() + interval) { [self] in start() }
    }

    private func ping() {
        // No new ping while a loop hangs, so that tasks do not pile up.
        guard !isWaiting.exchange(true, ordering: .relaxed) else { return }
        pingLoops { [self] in
            isWaiting.store(false, ordering: .relaxed)
            // Not on a loop: the manager's socket may be full.
            queue.async { [manager] in manager.alive() }
        }
    }
}
