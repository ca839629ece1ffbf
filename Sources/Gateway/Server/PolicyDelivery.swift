import KeySets
import Synchronization

/// Brings one policy and then its keys to every loop, in this order.
///
/// What a feed delivers before the policy is on its way goes with it, so that no loop ever has the policy without keys.
final class PolicyDelivery: Sendable {
    private let number: Int
    private let workers: [LoopWorker]
    /// What has been delivered early; nil when the policy is on its way.
    private let early = Mutex<[KeyUpdate]?>([])

    init(number: Int, workers: [LoopWorker]) {
        self.number = number
        self.workers = workers
    }

    /// Takes one update from the feed.
    func deliver(_ update: KeyUpdate) {
        // Handing over under the lock keeps the order; the loops are only told, not waited for.
        early.withLock { early in
            if early != nil {
                early?.append(update)
            } else {
                for worker in workers { worker.execute { [number] in $0.install(update, policy: number) } }
            }
        }
    }

    /// Sends the policy off, with what came early.
    func send(_ settings: DecisionSettings, requestRefresh: @escaping @Sendable (Int) -> Void) {
        early.withLock { early in
            let policy = Policy(number: number, settings: settings, keys: early ?? [], requestRefresh: requestRefresh)
            early = nil
            for worker in workers { worker.execute { $0.install(policy) } }
        }
    }
}
