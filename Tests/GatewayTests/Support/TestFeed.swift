import Authorization
import Synchronization

/// An evidence service under a test's control.
final class TestFeed: EvidenceService {
    private struct State {
        var present: [EvidenceUpdate]
        var subscribers: [@Sendable (EvidenceUpdate) -> Void] = []
        var requested: [Need] = []
    }

    private let state: Mutex<State>

    init(_ present: EvidenceUpdate...) {
        state = Mutex(State(present: present))
    }

    var requested: [Need] { state.withLock { $0.requested } }

    func subscribe(_ deliver: @escaping @Sendable (EvidenceUpdate) -> Void) {
        let present = state.withLock { state in
            state.subscribers.append(deliver)
            return state.present
        }
        for update in present { deliver(update) }
    }

    func request(_ need: Need) {
        state.withLock { $0.requested.append(need) }
    }

    /// Delivers a state to everybody who listens.
    func deliver(_ update: EvidenceUpdate) {
        for subscriber in state.withLock({ $0.subscribers }) { subscriber(update) }
    }
}
