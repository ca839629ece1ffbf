import Authorization
import Synchronization

/// Brings one policy and then its evidence to every loop, in this order.
///
/// What is delivered before the policy is on its way goes with it, so that no loop ever has the policy without evidence.
final class PolicyDelivery: Sendable {
    private let number: Int
    private let workers: [LoopWorker]
    /// What has been delivered early; nil when the policy is on its way.
    private let early = Mutex<[EvidenceUpdate]?>([])

    init(number: Int, workers: [LoopWorker]) {
        self.number = number
        self.workers = workers
    }

    /// Takes one update from the service.
    func deliver(_ update: EvidenceUpdate) {
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
    func send(_ settings: DecisionSettings, _ service: any EvidenceService) {
        early.withLock { early in
            let policy = Policy(
                number: number,
                settings: settings,
                evidence: early ?? [],
                evidenceService: service
            )
            early = nil
            for worker in workers { worker.execute { $0.install(policy) } }
        }
    }
}
